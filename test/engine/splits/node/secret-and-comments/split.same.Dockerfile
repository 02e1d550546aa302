# escape=`
FROM node:22-alpine AS builder
WORKDIR /app
# The token is for the company's own packages.
COPY package*.json ./
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc `
    npm ci --omit=dev `
    # The cache is of no use here.
    && npm cache clean --force

FROM node:22-alpine
LABEL org.opencontainers.image.title="shop"
WORKDIR /app
COPY --from=builder /app /app
COPY src ./src
STOPSIGNAL SIGINT
USER node
CMD ["src/index.js"]
