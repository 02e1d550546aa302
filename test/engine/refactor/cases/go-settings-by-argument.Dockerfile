FROM golang:1.22-alpine
WORKDIR /app
COPY . .
RUN go build -o server ./cmd/server
CMD ["./server", "--config", "./config/production.yml"]
