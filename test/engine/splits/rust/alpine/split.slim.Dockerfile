FROM rust:1.98-alpine3.23 AS builder
RUN apk add --no-cache musl-dev openssl-dev openssl-libs-static
WORKDIR /app
COPY . .
RUN cargo build --release && cp target/release/shop /usr/local/bin/

FROM alpine:3.23
WORKDIR /app
COPY --from=builder /usr/local/bin/shop /usr/local/bin/shop
EXPOSE 8080
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot
USER nonroot
CMD ["shop"]
