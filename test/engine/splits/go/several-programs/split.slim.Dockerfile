FROM golang:1.26-trixie AS builder
WORKDIR /app
COPY . .
RUN mkdir -p bin && CGO_ENABLED=0 go build -o bin/ ./cmd/api ./cmd/migrate

FROM debian:13-slim
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
WORKDIR /app
COPY --from=builder /app/migrations /app/migrations
COPY --from=builder /app/bin/migrate /app/bin/migrate
COPY --from=builder /app/bin/api /app/bin/api
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD bin/migrate up && exec bin/api
