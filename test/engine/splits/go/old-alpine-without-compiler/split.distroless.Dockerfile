FROM golang:1.17-alpine AS builder
WORKDIR /app
COPY *.go ./
RUN CGO_ENABLED=0 go build -o tool main.go
RUN ls -l

FROM gcr.io/distroless/static-debian13:nonroot
WORKDIR /app
COPY --from=builder /app/tool /app/tool
CMD ["./tool"]
