# fixed: none
FROM golang:1.24 AS Build
COPY --from=«BUILD» /a /a
RUN --mount=«from=last,target=/x» true
FROM alpine:3.22
COPY --from=build /a /a
COPY --from=«-1» /a /a
COPY --from=«Bad/Image» /a /a
COPY --from=+0 /b /b
FROM alpine:3.22 AS last
COPY --from=$UNKNOWN /c /c
COPY --from=1 /d /d
