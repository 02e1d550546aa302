# fixed: none
# A version that another stage needs, one put together from two arguments, one in quotes, and another major version.
ARG MAJOR=3
ARG MINOR=7
ARG ALPINE=3.18
FROM «python:${MAJOR}.${MINOR}-slim» AS a
FROM «"alpine:3.17"» AS b
FROM «ruby:2.7-slim» AS c
FROM «alpine:${ALPINE}» AS d
FROM example.com/tool:${ALPINE} AS e
FROM «mongo:4.4»
COPY --from=a /a /a
COPY --from=«node:12» /usr/local/bin/node /usr/local/bin/node
