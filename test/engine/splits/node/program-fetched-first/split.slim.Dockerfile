FROM node:20 AS builder
WORKDIR /app
RUN curl -fsSL -o /usr/local/bin/wait-for https://example.com/wait-for && chmod +x /usr/local/bin/wait-for
COPY package*.json ./
RUN npm ci --omit=dev

FROM node:20-slim
WORKDIR /app
COPY --from=builder /app /app
COPY --from=builder /usr/local/bin/wait-for /usr/local/bin/wait-for
COPY . .
USER node
CMD ["sh", "-c", "wait-for db:5432 -- node index.js"]
