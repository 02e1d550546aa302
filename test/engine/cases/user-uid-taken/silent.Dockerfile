FROM node:22-slim AS a
RUN usermod --uid 1001 node && groupmod --gid 1001 node && useradd --uid 1000 app
FROM node:22-slim AS b
RUN usermod -l app node && groupmod -n app node
RUN sed -i '/^node/d' /etc/passwd /etc/group && useradd -u 1000 app
FROM ubuntu:24.04 AS c
RUN groupadd -f -g 1000 ubuntu && addgroup --system www-data
RUN adduser --system www-data
RUN (useradd -u 1000 app) || useradd app
FROM debian:12 AS d
RUN getent passwd app || useradd app
RUN useradd app2 && userdel app2 && useradd app2
FROM php:8.3-fpm-alpine AS e
RUN set -x ; addgroup -g 82 -S www-data ; adduser -u 82 -D -S -G www-data www-data && exit 0 ; exit 1
FROM example.com/team/base:1 AS f
RUN useradd -u 1000 app
USER app
