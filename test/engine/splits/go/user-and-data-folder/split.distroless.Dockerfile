FROM golang:1.26-alpine3.23 AS builder
RUN addgroup -S app && adduser -S -G app app
WORKDIR /app
COPY . .
RUN go build -o /app/queue . && mkdir -p /data/spool && chown -R app:app /data

FROM gcr.io/distroless/static-debian13:nonroot
WORKDIR /app
COPY --from=builder /app/queue /app/queue
COPY --from=builder --chown=65532:65532 /data /data
VOLUME /data
USER nonroot
CMD ["/app/queue", "--dir", "/data"]
