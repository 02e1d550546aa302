# syntax=docker/dockerfile:1
# The service that answers orders.
FROM node:22-alpine AS builder
WORKDIR /app
ENV NODE_ENV=production PORT=3000

# Dependencies change seldom.
COPY package*.json ./
RUN npm ci --omit=dev

FROM node:22-alpine

# Where it lives.
WORKDIR /app
ENV NODE_ENV=production PORT=3000
COPY --from=builder /app /app

COPY . .

EXPOSE 3000
USER node
CMD ["node", "server.js"]
