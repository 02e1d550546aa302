FROM node:22-slim AS builder
WORKDIR /app
COPY package*.json ./
RUN npm ci --omit=dev
COPY . .
# Nobody needs these in production.
RUN rm -rf test .env.example \
    && mkdir -p uploads
RUN chown node:node /app/uploads

FROM node:22-slim
WORKDIR /app
COPY --from=builder /app /app
EXPOSE 3000
USER node
CMD ["node", "server.js"]
