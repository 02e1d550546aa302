FROM registry.example.com/base/node:22 AS builder
WORKDIR /app
COPY package*.json ./
RUN npm ci

FROM registry.example.com/base/node:22
WORKDIR /app
COPY --from=builder /app /app
COPY . .
CMD ["npm", "start"]
