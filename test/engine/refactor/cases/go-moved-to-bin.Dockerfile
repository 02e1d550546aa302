FROM golang:1.22
WORKDIR /src
COPY . .
RUN go build -o relay ./cmd/relay && mv relay /usr/local/bin/ && mkdir -p /etc/relay && cp Makefile /etc/relay/
CMD ["relay"]
