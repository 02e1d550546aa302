FROM golang:1.26-alpine3.23 AS builder
COPY . .
RUN go build -o small .

FROM gcr.io/distroless/static-debian13:nonroot
WORKDIR /go
COPY --from=builder /go/small /go/small
ENTRYPOINT ["./small"]
