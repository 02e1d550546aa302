FROM rust:1.98-bookworm AS builder
WORKDIR /app
COPY . .
ENV SQLX_OFFLINE=true
RUN cargo build --release

FROM gcr.io/distroless/cc-debian12:nonroot
WORKDIR /app
COPY --from=builder /app/configuration /app/configuration
COPY --from=builder /app/target/release/shop /app/target/release/shop
ENV APP_ENVIRONMENT=production
ENTRYPOINT ["./target/release/shop"]
