FROM golang:1.26-alpine AS builder
WORKDIR /app
COPY . .
RUN go build -o site .

FROM dhi.io/static:20260611-alpine3.24
WORKDIR /app
COPY --from=builder /app/settings.toml /app/settings.toml
COPY --from=builder /app/site /app/site
CMD ["./site"]
