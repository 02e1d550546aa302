FROM golang:1.26-alpine3.23 AS builder
RUN apk add --no-cache git ca-certificates && update-ca-certificates
WORKDIR /src
COPY . .
RUN go build -o /usr/local/bin/shop ./cmd/shop

FROM alpine:3.23
RUN apk add --no-cache tzdata
RUN apk add --no-cache ca-certificates
WORKDIR /src
COPY --from=builder /usr/local/bin/shop /usr/local/bin/shop
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s CMD wget -qO- http://localhost:8080/health || exit 1
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot
USER nonroot
ENTRYPOINT ["shop"]
CMD ["serve"]
