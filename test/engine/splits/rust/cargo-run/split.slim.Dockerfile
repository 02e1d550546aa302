FROM rust:1.98-bookworm AS builder
WORKDIR /app
COPY . .
RUN cargo fetch
RUN cargo build --release --bin shop

FROM debian:12-slim
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
WORKDIR /app
COPY --from=builder /app/Rocket.toml /app/Rocket.toml
COPY --from=builder /app/target/release/shop /usr/local/bin/shop
EXPOSE 8000
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["shop", "--port", "8000"]
