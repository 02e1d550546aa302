FROM golang:1.12 AS builder
ENV GO111MODULE=off
WORKDIR $GOPATH/src/github.com/acme/bridge
COPY . .
RUN go build -o bridge .

FROM gcr.io/distroless/cc-debian12:nonroot
ENV GOPATH=/go
WORKDIR $GOPATH/src/github.com/acme/bridge
COPY --from=builder /go/src/github.com/acme/bridge/bridge /go/src/github.com/acme/bridge/bridge
CMD ["./bridge"]
