# syntax=docker/dockerfile:1
FROM golang:1.26-bookworm AS builder
WORKDIR /app

# Modules first, so that they stay cached
COPY go.mod go.sum ./
RUN go mod download

COPY . .
RUN go vet ./... \
    && CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o server ./cmd/server

FROM cgr.dev/chainguard/static:latest
LABEL org.opencontainers.image.title="shop"

WORKDIR /app
COPY --from=builder /app/templates /app/templates
COPY --from=builder /app/config.yaml /app/config.yaml
COPY --from=builder /app/server /app/server

ENV GIN_MODE=release
EXPOSE 8080
# Serves the shop
CMD ["./server", "-config", "config.yaml"]
