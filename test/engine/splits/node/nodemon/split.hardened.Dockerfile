FROM node:22-alpine AS builder
WORKDIR /app
COPY package*.json ./
RUN npm install --omit=dev

FROM dhi.io/node:22-alpine
WORKDIR /app
COPY --from=builder /app /app
COPY . .
CMD ["node", "src/server.js"]
