FROM rust:1.98-alpine3.23 AS builder
RUN apk add --no-cache musl-dev openssl-dev openssl-libs-static
WORKDIR /app
COPY . .
RUN cargo build --release && cp target/release/shop /usr/local/bin/

FROM dhi.io/static:20260611-alpine3.24
WORKDIR /app
COPY --from=builder /usr/local/bin/shop /usr/local/bin/shop
EXPOSE 8080
CMD ["shop"]
