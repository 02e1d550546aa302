# fixed: alpine-data.fixed.Dockerfile
FROM alpine:3.22
COPY app /usr/local/bin/app
RUN mkdir -p /var/lib/app/data
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot && mkdir -p /var/lib/app/data && chown -R nonroot:nonroot /var/lib/app/data
USER nonroot
ENTRYPOINT ["app"]
