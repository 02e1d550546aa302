FROM golang:1.26-alpine3.22 AS builder
RUN apk add --no-cache bash postgresql-client
WORKDIR /app
COPY . .
RUN go build -o main .
COPY entrypoint.sh /entrypoint.sh
RUN chmod +x /entrypoint.sh

FROM alpine:3.22
RUN apk add --no-cache tzdata
RUN apk add --no-cache bash postgresql-client
WORKDIR /app
COPY --from=builder /entrypoint.sh /entrypoint.sh
COPY --from=builder /app/main /app/main
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot
USER nonroot
ENTRYPOINT ["/entrypoint.sh"]
CMD ["./main"]
