FROM golang:1.22-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev libsqlite3-dev
WORKDIR /app
COPY go.* ./
RUN go mod download
COPY *.go ./
ENV CGO_ENABLED=1
RUN go build -tags libsqlite3 -o /notes
VOLUME /data
EXPOSE 9000
CMD ["/notes", "-db", "/data/notes.db"]
