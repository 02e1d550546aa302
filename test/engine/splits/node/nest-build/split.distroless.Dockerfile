FROM node:22-bookworm-slim AS builder
WORKDIR /app
COPY --chown=node:node package*.json ./
RUN npm ci
COPY --chown=node:node . .
RUN npm run build
RUN npm prune --omit=dev

FROM gcr.io/distroless/nodejs22-debian12:nonroot
WORKDIR /app
COPY --from=builder --chown=65532:65532 /app/node_modules /app/node_modules
COPY --from=builder --chown=65532:65532 /app/dist /app/dist
COPY --from=builder --chown=65532:65532 /app/package.json /app/package.json
USER nonroot
EXPOSE 3000
CMD ["dist/main"]
