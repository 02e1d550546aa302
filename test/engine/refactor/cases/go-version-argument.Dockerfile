ARG GO_VERSION=1.22
FROM golang:${GO_VERSION}-bookworm
ARG VERSION=dev
ARG COMMIT
WORKDIR /src
COPY . .
RUN go build -ldflags "-X main.version=${VERSION} -X main.commit=$COMMIT" -o /opt/gate/gate ./cmd/gate
LABEL org.opencontainers.image.version=$VERSION
ENV GATE_ADDR=:8443
EXPOSE 8443
CMD ["/opt/gate/gate"]
