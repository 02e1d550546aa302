# fixed: left-for-root.fixed.Dockerfile
FROM debian:12
RUN useradd --system --uid 10001 app
USER app
WORKDIR /app
COPY . .
USER «root»
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates
CMD ["/app/run"]
