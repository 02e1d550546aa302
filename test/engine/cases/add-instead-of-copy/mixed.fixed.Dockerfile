# fixed: mixed.fixed.Dockerfile
FROM debian:12
ARG VERSION=1
COPY --chmod=755 \
    # the start
    start.sh \
    lib-${VERSION}.jar /app/
ADD app.tar.xz readme.txt /app/
ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/a /a
ONBUILD ADD . /app
USER 10001
