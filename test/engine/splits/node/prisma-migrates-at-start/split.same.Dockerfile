FROM node:22-alpine AS builder
WORKDIR /app
COPY package*.json ./
RUN npm ci
COPY . .
RUN npx prisma generate && npm run build

FROM node:22-alpine
WORKDIR /app
COPY --from=builder /app /app
USER node
CMD ["sh", "-c", "npx prisma migrate deploy && node dist/index.js"]
