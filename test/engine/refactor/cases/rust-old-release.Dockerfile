FROM rust:1.36-buster
WORKDIR /usr/src/old
COPY . .
RUN cargo install --path .
CMD ["old"]
