# fixed: continued.fixed.Dockerfile
FROM \
    # the base
    debian:12 AS a
FROM  a
USER 10001
