# fixed: none
FROM debian:12 AS one
COPY --chown=«app:app» a /a
COPY --chown=www-data:www-data b /b
ADD --chown=«1000:app» c /c
ADD --chown=1000 d /d
ARG WHO=root
COPY --chown=$WHO:$WHO e /e
FROM one
COPY --chown=«nobody:nobody» f /f
RUN useradd app
COPY --from=one --chown=app:app /a /b
USER app
