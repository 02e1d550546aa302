FROM rust:1.80-slim
WORKDIR /usr/src/clock
COPY . .
RUN cargo install --path .
CMD ["clock"]
