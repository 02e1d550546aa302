FROM alpine:3.22
RUN if [ -x /usr/bin/apt-get ]; then apt-get update; fi
RUN «apt-get» update
RUN apk add curl || apt-get install -y curl
