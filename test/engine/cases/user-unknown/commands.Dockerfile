# fixed: none
FROM debian:12 AS a
RUN set -e; chown -R «app:app» /srv; chgrp late /srv
RUN install -d -o root -g «app» /srv/data
RUN su - «app» -c "id"
RUN ["chown", «"app"», "/srv"]
RUN useradd -r web && usermod -aG «sudo,docker» web
FROM debian:12 AS silent
ENV OWNER=www-data
RUN chown -R $OWNER:${OWNER} /srv && chown 10001:10001 /opt && chown --reference=/srv /opt
RUN chown app /srv; echo the failure goes unnoticed
RUN if id app; then chown app /srv; fi
RUN --mount=type=bind,source=passwd,target=/etc/passwd chown app /srv
RUN chown "$(id -un)" /srv && chown $UNKNOWN /srv
RUN getent group app >/dev/null || groupadd app
RUN useradd -g app app && chown app:app /srv
FROM node:22-alpine AS renamed
RUN deluser --remove-home node && addgroup -g 1000 app && adduser -D -u 1000 -G app app && chown app:app /srv
USER app:app
