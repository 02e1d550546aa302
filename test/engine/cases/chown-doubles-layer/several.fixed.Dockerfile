# fixed: several.fixed.Dockerfile
FROM debian:12
RUN groupadd --gid 65532 nonroot && useradd --uid 65532 --gid 65532 nonroot
WORKDIR /srv/app
COPY --chown=65532:65532 --link static/ static/
add --chown=nonroot:nonroot . .
COPY start.sh /usr/local/bin/
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates \
 && chown nonroot:nonroot /srv/app \
 && rm -rf /var/lib/apt/lists/*
USER nonroot
