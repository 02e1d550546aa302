FROM golang:1.26-alpine AS builder
WORKDIR /app
COPY . .
RUN go build -o site .

FROM alpine:3.24
RUN apk add --no-cache tzdata
WORKDIR /app
COPY --from=builder /app/settings.toml /app/settings.toml
COPY --from=builder /app/site /app/site
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot
USER nonroot
CMD ["./site"]
