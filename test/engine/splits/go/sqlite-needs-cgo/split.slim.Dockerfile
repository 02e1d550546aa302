FROM golang:1.26 AS builder
WORKDIR /app
COPY . .
RUN go build -o notes .

FROM debian:13-slim
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
WORKDIR /app
COPY --from=builder --chown=65532:65532 /app/notes.db /app/notes.db
RUN chown 65532:65532 /app
COPY --from=builder /app/notes /app/notes
EXPOSE 8080
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["/app/notes"]
