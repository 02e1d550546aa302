FROM rust:1.81-slim-bookworm
RUN apt-get update && apt-get install -y pkg-config libssl-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN cargo build --release
COPY config.toml /etc/fetch/config.toml
ENV CONFIG=/etc/fetch/config.toml
USER nobody
CMD ["target/release/fetch"]
