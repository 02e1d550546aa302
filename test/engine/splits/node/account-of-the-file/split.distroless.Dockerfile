FROM node:22-slim AS builder
RUN groupadd --system app && useradd --system --gid app --create-home app
WORKDIR /app
COPY package*.json ./
RUN npm ci --omit=dev
COPY . .
RUN mkdir -p data && chown -R app:app /app

FROM gcr.io/distroless/nodejs22-debian12:nonroot
COPY --from=builder --chown=65532:65532 /app /app
WORKDIR /app
USER nonroot
CMD ["server.js"]
