FROM rust:1.98-bookworm AS builder
WORKDIR /app
COPY . .

# Optimised
RUN cargo build --release --locked

FROM dhi.io/debian-base:trixie

WORKDIR /app
COPY --from=builder /app/static /app/static
COPY --from=builder /app/target/release/shop /app/target/release/shop

EXPOSE 8080
CMD ["./target/release/shop"]
