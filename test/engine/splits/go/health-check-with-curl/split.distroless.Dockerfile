FROM golang:1.26-bookworm AS builder
WORKDIR /app
COPY . .
RUN CGO_ENABLED=0 go build -o main .

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=busybox:1.37-musl /bin/wget /usr/bin/wget
WORKDIR /app
COPY --from=builder /app/main /app/main
HEALTHCHECK CMD ["wget", "-q", "-T", "3", "-O", "/dev/null", "http://127.0.0.1:8080/health"]
CMD ["./main"]
