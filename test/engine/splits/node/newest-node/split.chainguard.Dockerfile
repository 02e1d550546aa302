FROM cgr.dev/chainguard/node:latest-dev AS builder
USER root
WORKDIR /app
COPY . .
RUN npm install --omit=dev

FROM cgr.dev/chainguard/node:latest
WORKDIR /app
COPY --from=builder /app /app
CMD ["index.js"]
