FROM node:22-slim AS builder
RUN npm install -g pm2 typescript
WORKDIR /app
COPY package*.json ./
RUN npm ci
COPY . .
RUN tsc

FROM node:22-slim
RUN npm install -g pm2 typescript
WORKDIR /app
COPY --from=builder /app /app
USER node
CMD ["pm2-runtime", "dist/index.js"]
