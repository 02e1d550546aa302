FROM golang:1.26-alpine AS builder
WORKDIR /app
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -tags=release -o /usr/local/bin/api ./cmd/api

FROM dhi.io/static:20260611-alpine3.24
WORKDIR /app
COPY --from=builder /app/.env /app/.env
ENV PORT=3000
COPY --from=builder /usr/local/bin/api /usr/local/bin/api
EXPOSE 3000
CMD ["api", "--verbose"]
