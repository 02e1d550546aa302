# fixed: none
# Nothing here is certain: a loader is copied, a script decides, the target is a variable.
FROM rust:1.90 AS build
ARG TARGET=x86_64-unknown-linux-gnu
RUN cargo build --release --target $TARGET && cp target/$TARGET/release/app /app && cp /app /bin/app

FROM golang:1.27 AS go
RUN ./build.sh -o /tool

FROM alpine:3.22
COPY --from=build /lib64 /lib64
COPY --from=build /bin/app /bin/app
COPY --from=go /tool /bin/tool
USER 10001
CMD ["app"]
