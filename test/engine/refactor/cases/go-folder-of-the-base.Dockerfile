FROM golang:1.22-alpine
COPY main.go go.mod ./
RUN go build -o ./tool .
USER nobody
ENTRYPOINT ["./tool"]
