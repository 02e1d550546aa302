FROM golang:1.10-alpine AS builder
COPY . /go/src/app
WORKDIR /go/src/app
RUN go get -d -v ./... && CGO_ENABLED=0 go install -v ./...

FROM dhi.io/static:20260611-alpine3.24
WORKDIR /go/src/app
COPY --from=builder /go/bin/app /usr/local/bin/app
EXPOSE 8000
CMD ["app"]
