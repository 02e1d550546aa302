# fixed: for-build.fixed.Dockerfile
FROM golang:1.26 AS build
WORKDIR /src
ADD «.netrc» /root/.netrc
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -o /app .

FROM debian:13-slim
COPY --from=build /app /usr/local/bin/app
COPY ["conf/app.toml", «"conf/tls.key"», "conf/tls.crt", "/etc/app/"]
USER 10001
CMD ["app"]
