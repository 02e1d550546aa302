FROM golang:1.10-alpine AS builder
COPY . /go/src/app
WORKDIR /go/src/app
RUN go get -d -v ./... && CGO_ENABLED=0 go install -v ./...

FROM alpine:3.24
RUN apk add --no-cache tzdata
WORKDIR /go/src/app
COPY --from=builder /go/bin/app /usr/local/bin/app
EXPOSE 8000
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot
USER nonroot
CMD ["app"]
