# fixed: group-made-before.fixed.Dockerfile
FROM alpine:3.22 AS a
RUN addgroup -S app
USER «app»
RUN id
from alpine:3.22
run adduser -S app
user «app:app»
cmd ["sleep", "1"]
