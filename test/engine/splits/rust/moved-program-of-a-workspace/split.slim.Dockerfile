FROM rust:1.98-bookworm AS builder
WORKDIR /build
COPY . .
RUN cargo build --release -p api && mkdir /opt/api && mv target/release/api /opt/api/api

FROM debian:12-slim
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
WORKDIR /build
COPY --from=builder /opt/api/api /opt/api/api
WORKDIR /opt/api
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["./api"]
