FROM golang:1.26-trixie AS builder
ENV CGO_ENABLED=0 \
    GOFLAGS=-trimpath
WORKDIR /src
COPY . .
RUN go build -o bin/status ./cmd/status && \
    go build -o bin/probe ./cmd/probe
RUN mkdir -p state

FROM dhi.io/static:20250419-debian13 AS app
WORKDIR /src
ENV STATUS_STATE=/src/state
COPY --from=builder /src/bin/status /src/bin/status
COPY --from=builder /src/bin/probe /src/bin/probe
COPY --from=builder --chown=65532:65532 /src/state /src/state
VOLUME /src/state
HEALTHCHECK --interval=20s --timeout=2s CMD ["./bin/probe", "http://127.0.0.1:9090/ready"]
ENTRYPOINT ["./bin/status"]
