FROM rust:1.98-bookworm AS builder
WORKDIR /app
COPY . .
RUN cargo fetch
RUN cargo build --release --bin shop

FROM dhi.io/debian-base:trixie
WORKDIR /app
COPY --from=builder /app/Rocket.toml /app/Rocket.toml
COPY --from=builder /app/target/release/shop /usr/local/bin/shop
EXPOSE 8000
CMD ["shop", "--port", "8000"]
