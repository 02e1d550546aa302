FROM rust:1.98-bookworm AS builder
WORKDIR /app

# Compile the dependencies first
COPY Cargo.toml Cargo.lock ./
RUN mkdir src \
    && echo "fn main() {}" > src/main.rs \
    && cargo build --release \
    && rm -rf src target/release/deps/shop*

COPY src src
RUN cargo build --release

FROM debian:12-slim
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
WORKDIR /app
COPY --from=builder /app/target/release/shop /app/target/release/shop

RUN useradd --create-home shop
USER shop
CMD ["./target/release/shop"]
