FROM rust:1.98-trixie AS builder
WORKDIR /usr/src/shop
COPY . .
RUN cargo install --locked --path .

FROM debian:13-slim
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
WORKDIR /usr/src/shop
COPY --from=builder /usr/local/cargo/bin/shop /usr/local/bin/shop
USER 1000
CMD ["shop"]
