FROM golang:1.26-alpine AS builder
WORKDIR /app
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -tags=release -o /usr/local/bin/api ./cmd/api

FROM alpine:3.24
RUN apk add --no-cache tzdata
WORKDIR /app
COPY --from=builder /app/.env /app/.env
ENV PORT=3000
COPY --from=builder /usr/local/bin/api /usr/local/bin/api
EXPOSE 3000
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot
USER nonroot
CMD ["api", "--verbose"]
