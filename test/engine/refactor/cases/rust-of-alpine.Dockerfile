FROM alpine:3.22
RUN apk add --no-cache rust cargo
WORKDIR /src
COPY . .
RUN cargo build --release && mv target/release/relay /relay
CMD ["/relay"]
