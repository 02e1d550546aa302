FROM golang:1.26-alpine3.23 AS builder
RUN addgroup -S app && adduser -S -G app app
WORKDIR /app
COPY . .
RUN go build -o /app/queue . && mkdir -p /data/spool && chown -R app:app /data

FROM alpine:3.23
RUN apk add --no-cache tzdata
RUN addgroup -S app && adduser -S -G app app
WORKDIR /app
RUN mkdir -p /data/spool && chown -R app:app /data
COPY --from=builder /app/queue /app/queue
VOLUME /data
USER app
CMD ["/app/queue", "--dir", "/data"]
