# fixed: node.fixed.Dockerfile
FROM node:22-slim
RUN apt-get update && apt-get install -y --no-install-recommends tini \
    && rm -rf /var/lib/apt/lists/*
RUN set -eux; \
    groupadd --gid «1000» app; \
    # the same number for the user
    useradd --uid 1000 --gid app app
USER app
CMD ["node"]
