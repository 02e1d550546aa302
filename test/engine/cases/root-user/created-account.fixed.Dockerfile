# fixed: created-account.fixed.Dockerfile
FROM debian:12
COPY app /app
RUN useradd --system --uid 10001 app && mkdir /app/logs
RUN mkdir -p /app/logs && chown -R app:app /app/logs
USER app
CMD ["/app/app"]
