# fixed: group-of-another-name.fixed.Dockerfile
FROM debian:12
USER 65532:65532
CMD ["sleep", "1"]
