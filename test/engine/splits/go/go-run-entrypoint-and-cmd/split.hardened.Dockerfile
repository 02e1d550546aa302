FROM golang:1.26 AS builder
WORKDIR /app
COPY . .
RUN CGO_ENABLED=0 go build -o /usr/local/bin/lookup main.go

FROM dhi.io/static:20250419-debian13
WORKDIR /app
COPY --from=builder /usr/local/bin/lookup /usr/local/bin/lookup
ENTRYPOINT ["lookup"]
CMD ["--help"]
