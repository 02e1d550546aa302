FROM golang:1.26 AS builder
WORKDIR /app
COPY . .
RUN go build -o notes .

FROM dhi.io/static:20250419-glibc-debian13
WORKDIR /app
COPY --from=builder --chown=65532:65532 /app/notes.db /app/notes.db
COPY --from=builder /app/notes /app/notes
EXPOSE 8080
CMD ["/app/notes"]
