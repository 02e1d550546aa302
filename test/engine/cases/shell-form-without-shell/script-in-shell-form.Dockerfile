# fixed: none
FROM gcr.io/distroless/static-debian12:nonroot
COPY entry.sh /
ENTRYPOINT «/entry.sh»
