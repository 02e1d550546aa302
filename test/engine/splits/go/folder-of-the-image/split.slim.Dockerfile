FROM golang:1.26-alpine3.23 AS builder
COPY . .
RUN go build -o small .

FROM alpine:3.23
RUN apk add --no-cache tzdata
WORKDIR /go
COPY --from=builder /go/small /go/small
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot
USER nonroot
ENTRYPOINT ["./small"]
