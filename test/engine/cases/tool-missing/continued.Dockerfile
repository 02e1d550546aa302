# fixed: continued.fixed.Dockerfile
FROM python:3.12-slim

# Packages that stay.
RUN set -eux; \
    apt-get update; \
    # for the server
    apt-get install -y --no-install-recommends \
        libpq5 \
        ca-certificates; \
    rm -rf /var/lib/apt/lists/*

RUN <<EOF
set -e
«make» -C /app
if ! command -v jq; then echo no jq; fi
EOF
USER 10001
