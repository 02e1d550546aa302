ARG NODE_VERSION=22
FROM node:${NODE_VERSION} AS builder
ARG APP_HOME=/srv/app
ARG REVISION
ARG NPM_TOKEN
WORKDIR ${APP_HOME}
COPY package*.json .npmrc ./
RUN npm ci --omit=dev && rm -f .npmrc

FROM gcr.io/distroless/nodejs22-debian12:nonroot
ARG APP_HOME=/srv/app
ARG REVISION
WORKDIR ${APP_HOME}
COPY --from=builder ${APP_HOME} ${APP_HOME}
COPY . .
ENV REVISION=${REVISION}
CMD ["index.js"]
