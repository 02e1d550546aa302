# fixed: stages.fixed.Dockerfile
ARG NPM_TOKEN
FROM node:22-slim AS base
WORKDIR /app

FROM base AS deps
# the token of the registry
ARG «NPM_TOKEN»
COPY package.json package-lock.json .npmrc ./
RUN apt-get update && apt-get install -y --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/*
RUN --mount=type=cache,target=/root/.npm \
    npm ci

FROM deps AS build
COPY . .
RUN <<EOF
set -e
test -n "$NPM_TOKEN"
npm run build
EOF

FROM base
COPY --from=build /app/dist ./dist
USER node
CMD ["node", "dist/server.js"]
