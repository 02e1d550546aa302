FROM golang:1.10-alpine AS builder
COPY . /go/src/app
WORKDIR /go/src/app
RUN go get -d -v ./... && CGO_ENABLED=0 go install -v ./...

FROM gcr.io/distroless/static-debian13:nonroot
WORKDIR /go/src/app
COPY --from=builder /go/bin/app /usr/local/bin/app
EXPOSE 8000
CMD ["app"]
