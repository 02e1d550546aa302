FROM golang:1.26-alpine3.23 AS builder
WORKDIR /app
COPY go.mod ./
COPY vendor ./vendor
COPY *.go ./
COPY assets ./assets
RUN go build -mod=vendor -o /usr/bin/hello

FROM dhi.io/static:20260611-alpine3.24
WORKDIR /app
COPY assets ./assets
COPY --from=builder /usr/bin/hello /usr/bin/hello
ENTRYPOINT ["hello"]
