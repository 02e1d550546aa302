FROM golang:1.26-alpine3.23 AS builder
RUN apk add --no-cache git ca-certificates && update-ca-certificates
WORKDIR /src
COPY . .
RUN go build -o /usr/local/bin/shop ./cmd/shop

FROM cgr.dev/chainguard/static:latest
COPY --from=busybox:1.37-musl /bin/wget /usr/bin/wget
WORKDIR /src
COPY --from=builder /usr/local/bin/shop /usr/local/bin/shop
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s CMD ["wget", "-q", "-T", "3", "-O", "/dev/null", "http://127.0.0.1:8080/health"]
ENTRYPOINT ["shop"]
CMD ["serve"]
