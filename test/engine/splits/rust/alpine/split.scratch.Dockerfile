FROM rust:1.98-alpine3.23 AS builder
RUN apk add --no-cache musl-dev openssl-dev openssl-libs-static
WORKDIR /app
COPY . .
RUN cargo build --release && cp target/release/shop /usr/local/bin/

FROM scratch
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
WORKDIR /app
COPY --from=builder /usr/local/bin/shop /usr/local/bin/shop
EXPOSE 8080
USER 65532:65532
CMD ["shop"]
