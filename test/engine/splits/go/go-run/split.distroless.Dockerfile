FROM golang:1.26-alpine AS builder
WORKDIR /app
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -tags=release -o /usr/local/bin/api ./cmd/api

FROM gcr.io/distroless/static-debian13:nonroot
WORKDIR /app
COPY --from=builder /app/.env /app/.env
ENV PORT=3000
COPY --from=builder /usr/local/bin/api /usr/local/bin/api
EXPOSE 3000
CMD ["api", "--verbose"]
