FROM node:22-slim AS builder
WORKDIR /app
COPY package*.json ./
RUN npm ci --omit=dev
COPY . .
# Nobody needs these in production.
RUN rm -rf test .env.example \
    && mkdir -p uploads
RUN chown 1000:1000 /app/uploads

FROM dhi.io/node:22-debian12
WORKDIR /app
COPY --from=builder /app /app
EXPOSE 3000
CMD ["node", "server.js"]
