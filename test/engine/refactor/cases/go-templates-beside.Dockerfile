FROM golang:1.21
WORKDIR /web
COPY go.mod go.sum ./
RUN go mod download
COPY *.go ./
COPY templates/ ./templates/
COPY static/ ./static/
RUN CGO_ENABLED=0 go build -o web
# the pages are read at run time
EXPOSE 8080
ENTRYPOINT ["./web"]
