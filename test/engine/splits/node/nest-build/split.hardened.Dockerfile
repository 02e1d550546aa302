FROM node:22-bookworm-slim AS builder
WORKDIR /app
COPY --chown=node:node package*.json ./
RUN npm ci
COPY --chown=node:node . .
RUN npm run build
RUN npm prune --omit=dev

FROM dhi.io/node:22-debian12
WORKDIR /app
COPY --from=builder --chown=1000:1000 /app/node_modules /app/node_modules
COPY --from=builder --chown=1000:1000 /app/dist /app/dist
COPY --from=builder --chown=1000:1000 /app/package.json /app/package.json
USER node
EXPOSE 3000
CMD ["node", "dist/main"]
