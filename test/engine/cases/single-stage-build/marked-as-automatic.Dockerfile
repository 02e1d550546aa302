FROM debian:12
RUN set -eux; \
    apt-get update; \
    apt-get install -y --no-install-recommends gcc libssl-dev; \
    ./build.sh; \
    apt-mark auto '.*' > /dev/null; \
    apt-get purge -y --auto-remove
