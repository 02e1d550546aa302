FROM golang:1.26-alpine3.23 AS builder
RUN mkdir /app && mkdir -p /app/templates
COPY main.go go.mod /app/
COPY templates/welcome.html /app/templates
WORKDIR /app
RUN go build -o main . && cp -R templates /srv/pages

FROM gcr.io/distroless/static-debian13:nonroot
COPY templates/welcome.html /app/templates/
WORKDIR /app
COPY --from=builder /app/main /app/main
COPY --from=builder /srv/pages /srv/pages
ENTRYPOINT ["/app/main"]
