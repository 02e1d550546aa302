# fixed: continued.fixed.Dockerfile
FROM «--platform=$TARGETPLATFORM» \
    # the base
    debian:12 AS a
FROM  «--platform="${TARGETPLATFORM}"»	a
USER 10001
