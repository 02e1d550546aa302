FROM rust:1.81
WORKDIR /usr/src/poll
COPY . .
RUN cargo build --release
EXPOSE 8000
CMD ["./target/release/poll"]
