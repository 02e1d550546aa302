FROM golang:1.26-alpine AS builder
WORKDIR /app
COPY . .
RUN go build -o site .

FROM gcr.io/distroless/static-debian13:nonroot
WORKDIR /app
COPY --from=builder /app/settings.toml /app/settings.toml
COPY --from=builder /app/site /app/site
CMD ["./site"]
