ARG NODE_VERSION=22
FROM node:${NODE_VERSION} AS builder
ARG APP_HOME=/srv/app
ARG REVISION
ARG NPM_TOKEN
WORKDIR ${APP_HOME}
COPY package*.json .npmrc ./
RUN npm ci --omit=dev && rm -f .npmrc

FROM node:${NODE_VERSION}-slim
ARG APP_HOME=/srv/app
ARG REVISION
WORKDIR ${APP_HOME}
COPY --from=builder ${APP_HOME} ${APP_HOME}
COPY . .
ENV REVISION=${REVISION}
USER node
CMD ["node", "index.js"]
