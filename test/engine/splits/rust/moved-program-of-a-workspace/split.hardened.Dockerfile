FROM rust:1.98-bookworm AS builder
WORKDIR /build
COPY . .
RUN cargo build --release -p api && mkdir /opt/api && mv target/release/api /opt/api/api

FROM dhi.io/debian-base:trixie
WORKDIR /build
COPY --from=builder /opt/api/api /opt/api/api
WORKDIR /opt/api
CMD ["./api"]
