FROM golang:1.26-alpine3.23 AS builder
WORKDIR /src
COPY . .
RUN go build -o /app .
ADD https://github.com/ufoscout/docker-compose-wait/releases/download/2.12.1/wait /wait
RUN chmod +x /wait

FROM alpine:3.23
RUN apk add --no-cache tzdata
WORKDIR /src
COPY --from=builder /wait /wait
COPY --from=builder /app /app
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot
USER nonroot
CMD /wait && /app
