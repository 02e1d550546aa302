FROM rust:1.98-alpine3.23 AS builder
RUN apk add --no-cache musl-dev openssl-dev openssl-libs-static
WORKDIR /app
COPY . .
RUN cargo build --release && cp target/release/shop /usr/local/bin/

FROM gcr.io/distroless/static-debian13:nonroot
WORKDIR /app
COPY --from=builder /usr/local/bin/shop /usr/local/bin/shop
EXPOSE 8080
CMD ["shop"]
