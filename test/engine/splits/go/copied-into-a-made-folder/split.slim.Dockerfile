FROM golang:1.26-alpine3.23 AS builder
RUN mkdir /app && mkdir -p /app/templates
COPY main.go go.mod /app/
COPY templates/welcome.html /app/templates
WORKDIR /app
RUN go build -o main . && cp -R templates /srv/pages

FROM alpine:3.23
RUN apk add --no-cache tzdata
COPY templates/welcome.html /app/templates/
WORKDIR /app
COPY --from=builder /app/main /app/main
COPY --from=builder /srv/pages /srv/pages
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot
USER nonroot
ENTRYPOINT ["/app/main"]
