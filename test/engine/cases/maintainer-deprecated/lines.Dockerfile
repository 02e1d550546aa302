# fixed: none
FROM debian:12
«MAINTAINER» Ada \
  Lovelace
USER 10001
