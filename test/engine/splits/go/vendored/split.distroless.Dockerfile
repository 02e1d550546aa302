FROM golang:1.26-alpine3.23 AS builder
WORKDIR /app
COPY go.mod ./
COPY vendor ./vendor
COPY *.go ./
COPY assets ./assets
RUN go build -mod=vendor -o /usr/bin/hello

FROM gcr.io/distroless/static-debian13:nonroot
WORKDIR /app
COPY assets ./assets
COPY --from=builder /usr/bin/hello /usr/bin/hello
ENTRYPOINT ["hello"]
