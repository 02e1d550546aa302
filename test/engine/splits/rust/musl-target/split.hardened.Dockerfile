FROM rust:1.98 AS builder
RUN rustup target add x86_64-unknown-linux-musl \
    && apt-get update && apt-get install -y --no-install-recommends musl-tools
WORKDIR /app
COPY . .
RUN cargo build --release --target x86_64-unknown-linux-musl

FROM dhi.io/static:20250419-debian13
WORKDIR /app
COPY --from=builder /app/target/x86_64-unknown-linux-musl/release/shop /app/target/x86_64-unknown-linux-musl/release/shop
ENTRYPOINT ["/app/target/x86_64-unknown-linux-musl/release/shop"]
