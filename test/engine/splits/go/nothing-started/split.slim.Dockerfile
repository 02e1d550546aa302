FROM golang:1.26-alpine3.23 AS builder
WORKDIR /src
COPY . .
RUN go build -o /out/worker .

FROM alpine:3.23
RUN apk add --no-cache tzdata
WORKDIR /src
COPY --from=builder /out/worker /out/worker
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot
USER nonroot
