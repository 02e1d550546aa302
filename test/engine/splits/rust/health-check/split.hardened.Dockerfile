FROM rust:1.98-bookworm AS builder
WORKDIR /app
COPY . .
RUN cargo build --release

FROM dhi.io/debian-base:trixie
COPY --from=busybox:1.37-musl /bin/wget /usr/bin/wget
WORKDIR /app
COPY --from=builder /app/target/release/shop /app/target/release/shop
HEALTHCHECK --interval=10s CMD ["wget", "-q", "-T", "3", "-O", "/dev/null", "http://127.0.0.1:8080/health"]
CMD ["./target/release/shop"]
