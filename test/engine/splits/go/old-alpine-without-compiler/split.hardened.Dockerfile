FROM golang:1.17-alpine AS builder
WORKDIR /app
COPY *.go ./
RUN CGO_ENABLED=0 go build -o tool main.go
RUN ls -l

FROM dhi.io/static:20260611-alpine3.24
WORKDIR /app
COPY --from=builder /app/tool /app/tool
CMD ["./tool"]
