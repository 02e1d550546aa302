# fixed: created-account.fixed.Dockerfile
FROM «debian:12»
COPY app /app
RUN useradd --system --uid 10001 app && mkdir /app/logs
CMD ["/app/app"]
