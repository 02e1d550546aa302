FROM alpine:3.22 AS web
RUN apk add --no-cache nginx
USER nginx

FROM alpine:3.22
COPY --from=web /etc/nginx /etc/nginx
RUN apk add --no-cache ca-certificates tzdata
USER «app»
