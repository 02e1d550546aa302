FROM --platform=$BUILDPLATFORM golang:1.26-alpine3.23 AS builder

ARG VERSION=dev
ARG TARGETARCH
WORKDIR /src

RUN --mount=type=bind,source=go.mod,target=go.mod \
    --mount=type=cache,target=/go/pkg/mod \
    go mod download

COPY . .
# The version goes into the program
RUN --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build \
    GOARCH=$TARGETARCH CGO_ENABLED=0 \
    go build -ldflags "-X main.version=${VERSION}" -o /bin/agent ./cmd/agent

FROM dhi.io/static:20260611-alpine3.24
ARG VERSION=dev

WORKDIR /src
COPY --from=builder /bin/agent /bin/agent

LABEL org.opencontainers.image.version=$VERSION
STOPSIGNAL SIGINT
ENTRYPOINT ["/bin/agent"]
