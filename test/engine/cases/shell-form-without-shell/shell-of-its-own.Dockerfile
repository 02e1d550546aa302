# fixed: none
FROM scratch
COPY busybox /busybox
SHELL ["/busybox", "sh", "-c"]
CMD echo ready
