# fixed: chain.fixed.Dockerfile
FROM php:8.3-apache AS one
WORKDIR /var/www/html/public
FROM one AS two
WORKDIR more
FROM alpine:3.22
WORKDIR .
ONBUILD WORKDIR later
ARG D=/abs
WORKDIR $D
