FROM golang:1.22
ENV PROJECT=${GOPATH}/src/example.com/main
WORKDIR ${PROJECT}
COPY . ${PROJECT}
RUN go build -o server ./cmd/server
ENTRYPOINT ["./server"]
