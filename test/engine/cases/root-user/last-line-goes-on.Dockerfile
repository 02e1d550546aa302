# fixed: last-line-goes-on.fixed.Dockerfile
FROM «scratch»
ENTRYPOINT ["/app"]
COPY app \
  /app
