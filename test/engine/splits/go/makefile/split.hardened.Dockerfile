FROM golang:1.26-bookworm AS builder
WORKDIR /app
COPY . .
RUN CGO_ENABLED=0 make build

FROM dhi.io/static:20250419-debian13
WORKDIR /app
COPY --from=builder /app/bin/report /app/bin/report
CMD ["./bin/report"]
