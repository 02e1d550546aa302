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

RUN useradd --create-home shop

FROM dhi.io/debian-base:trixie
WORKDIR /app
COPY --from=builder /app/target/release/shop /app/target/release/shop
USER nonroot
CMD ["./target/release/shop"]
