FROM golang:1.26-alpine3.23 AS builder
COPY . .
RUN go build -o small .

FROM dhi.io/static:20260611-alpine3.24
WORKDIR /go
COPY --from=builder /go/small /go/small
ENTRYPOINT ["./small"]
