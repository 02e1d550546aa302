FROM debian:12
RUN set -eux; \
    savedAptMark="$(apt-mark showmanual)"; \
    apt-get update; \
    apt-get install -y --no-install-recommends wget; \
    wget -O /usr/local/bin/gosu "https://example.com/gosu-amd64"; \
    chmod +x /usr/local/bin/gosu; \
    apt-mark auto '.*' > /dev/null; \
    apt-get purge -y --auto-remove
COPY docker-entrypoint.sh /usr/local/bin/
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["server"]
