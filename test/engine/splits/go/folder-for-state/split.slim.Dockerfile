FROM golang:1.26-trixie AS builder
ENV CGO_ENABLED=0 \
    GOFLAGS=-trimpath
WORKDIR /src
COPY . .
RUN go build -o bin/status ./cmd/status && \
    go build -o bin/probe ./cmd/probe
RUN mkdir -p state

FROM debian:13-slim AS app
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
WORKDIR /src
ENV STATUS_STATE=/src/state
COPY --from=builder /src/bin/status /src/bin/status
COPY --from=builder /src/bin/probe /src/bin/probe
COPY --from=builder --chown=65532:65532 /src/state /src/state
VOLUME /src/state
HEALTHCHECK --interval=20s --timeout=2s CMD ["./bin/probe", "http://127.0.0.1:9090/ready"]
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot && mkdir -p /src/state && chown -R nonroot:nonroot /src/state
USER nonroot
ENTRYPOINT ["./bin/status"]
