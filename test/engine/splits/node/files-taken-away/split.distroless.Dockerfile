FROM node:22-slim AS builder
WORKDIR /app
COPY package*.json ./
RUN npm ci --omit=dev
COPY . .
# Nobody needs these in production.
RUN rm -rf test .env.example \
    && mkdir -p uploads
RUN chown 65532:65532 /app/uploads

FROM gcr.io/distroless/nodejs22-debian12:nonroot
WORKDIR /app
COPY --from=builder /app /app
EXPOSE 3000
CMD ["server.js"]
