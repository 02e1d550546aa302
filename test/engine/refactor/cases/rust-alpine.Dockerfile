FROM rust:1.81-alpine
RUN apk add --no-cache musl-dev
WORKDIR /build
COPY Cargo.toml Cargo.lock ./
COPY src ./src
RUN cargo build --release --locked
ENV RUST_LOG=info
ENTRYPOINT ["/build/target/release/echo"]
