FROM debian:12
RUN bash -c ' \
    set -euxo pipefail && \
    apt-get update && \
    wget -qO /tmp/tool.zip "https://example.com/tool.zip" && \
    unzip -d /opt /tmp/tool.zip \
    '
