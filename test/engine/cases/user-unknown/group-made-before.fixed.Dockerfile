# fixed: group-made-before.fixed.Dockerfile
FROM alpine:3.22 AS a
RUN addgroup -S app
USER 65532:65532
RUN id
from alpine:3.22
run adduser -S app
user app
cmd ["sleep", "1"]
