FROM rust:1.98-trixie AS builder
WORKDIR /usr/src/shop
COPY . .
RUN cargo install --locked --path .

FROM gcr.io/distroless/cc-debian13:nonroot
WORKDIR /usr/src/shop
COPY --from=builder /usr/local/cargo/bin/shop /usr/local/bin/shop
USER 1000
CMD ["shop"]
