FROM golang:1.17-alpine AS builder
WORKDIR /app
COPY *.go ./
RUN CGO_ENABLED=0 go build -o tool main.go

FROM alpine:3.24
RUN apk add --no-cache tzdata
WORKDIR /app
COPY --from=builder /app/tool /app/tool
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot
USER nonroot
CMD ["./tool"]
