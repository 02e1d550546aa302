# fixed: chain.fixed.Dockerfile
FROM node:22-slim AS base
WORKDIR /app
COPY package.json yarn.lock ./
RUN yarn install --production --frozen-lockfile
FROM base AS build
RUN yarn build
FROM base
COPY --from=build /app/dist dist
USER node
CMD ["node", "dist/main.js"]
