# fixed: none
FROM rust:1.90-bookworm AS chef
WORKDIR /src
FROM chef AS build
COPY . .
RUN --mount=type=cache,target=/src/target \
    cargo build --release --locked && \
    mkdir -p /out && \
    cp target/release/server /out/

FROM alpine:3.22 AS runtime
RUN adduser -S -D app
COPY --from=build «/out/server» /usr/local/bin/
USER app
ENTRYPOINT ["server"]
