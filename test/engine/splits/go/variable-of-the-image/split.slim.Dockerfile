FROM golang:1.12 AS builder
ENV GO111MODULE=off
WORKDIR $GOPATH/src/github.com/acme/bridge
COPY . .
RUN go build -o bridge .

FROM debian:13-slim
ENV GOPATH=/go
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
WORKDIR $GOPATH/src/github.com/acme/bridge
COPY --from=builder /go/src/github.com/acme/bridge/bridge /go/src/github.com/acme/bridge/bridge
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["./bridge"]
