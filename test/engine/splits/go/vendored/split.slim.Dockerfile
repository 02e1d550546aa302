FROM golang:1.26-alpine3.23 AS builder
WORKDIR /app
COPY go.mod ./
COPY vendor ./vendor
COPY *.go ./
COPY assets ./assets
RUN go build -mod=vendor -o /usr/bin/hello

FROM alpine:3.23
RUN apk add --no-cache tzdata
WORKDIR /app
COPY assets ./assets
COPY --from=builder /usr/bin/hello /usr/bin/hello
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot
USER nonroot
ENTRYPOINT ["hello"]
