FROM golang:1.26 AS builder
WORKDIR /app
COPY . .
RUN go build -o notes .

FROM cgr.dev/chainguard/glibc-dynamic:latest
WORKDIR /app
COPY --from=builder --chown=65532:65532 /app/notes.db /app/notes.db
COPY --from=builder /app/notes /app/notes
EXPOSE 8080
CMD ["/app/notes"]
