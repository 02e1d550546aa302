FROM rust:1.98-slim-trixie AS builder
WORKDIR /app
COPY . .
RUN --mount=type=cache,target=/app/target \
    --mount=type=cache,target=/usr/local/cargo/registry \
    cargo build --release --bin shop \
    && cp /app/target/release/shop /bin/server

FROM dhi.io/debian-base:trixie
WORKDIR /app
COPY --from=builder /bin/server /bin/server
EXPOSE 80
CMD ["/bin/server"]
