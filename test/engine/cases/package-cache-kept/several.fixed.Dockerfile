# fixed: several.fixed.Dockerfile
FROM python:3.12-alpine
RUN apk add --no-cache --virtual .build gcc && \
    python -m pip install --no-cache-dir flask && \
    apk del .build
RUN export PIP_NO_CACHE_DIR=1; pip install a
RUN PIP_CACHE_DIR=/tmp/c pip install b && rm -rf /tmp/c
RUN pip install c && rm -rf ~/.cache
RUN pip install d && ./cleanup.sh
USER 10001
