# fixed: for-build.fixed.Dockerfile
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=secret,id=netrc,target=/root/.netrc go mod download
COPY . .
RUN --mount=type=secret,id=netrc,target=/root/.netrc go build -o /app .

FROM debian:13-slim
COPY --from=build /app /usr/local/bin/app
COPY ["conf/app.toml", "conf/tls.crt", "/etc/app/"]
USER 10001
CMD ["app"]
