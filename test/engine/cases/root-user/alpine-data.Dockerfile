# fixed: alpine-data.fixed.Dockerfile
FROM alpine:3.22
COPY app /usr/local/bin/app
RUN mkdir -p /var/lib/app/data
USER «root»
ENTRYPOINT ["app"]
