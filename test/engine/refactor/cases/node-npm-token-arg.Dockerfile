FROM node:20-slim
ARG NPM_REGISTRY
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci --registry "$NPM_REGISTRY"
COPY . .
LABEL version="1" \
      description="the queue's worker" \
      maintainer="queue@example.com"
HEALTHCHECK CMD node health.js
CMD ["node", "worker.js"]
