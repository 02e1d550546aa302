FROM golang:1.23-alpine
RUN apk add --no-cache git ca-certificates tzdata
WORKDIR /src
COPY . .
ENV CGO_ENABLED=0 GOOS=linux
RUN go build -ldflags="-s -w" -o /usr/local/bin/relay ./cmd/relay
ENTRYPOINT ["/usr/local/bin/relay"]
