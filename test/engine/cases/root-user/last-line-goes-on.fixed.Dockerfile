# fixed: last-line-goes-on.fixed.Dockerfile
FROM scratch
ENTRYPOINT ["/app"]
COPY app \
  /app
USER 65532:65532
