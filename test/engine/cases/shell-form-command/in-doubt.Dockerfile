# fixed: none
# The shell hands over, is not known, or is not what starts.
FROM debian:12 AS jobs
CMD server & wait

FROM alpine:3.22 AS alpine
CMD cd /app && ./server --port "$PORT"

FROM debian:12
COPY --from=jobs /bin/bash /bin/sh
USER 10001
CMD server --port $PORT
