FROM php:8.2-alpine
ADD / /srv/
COPY docker/run.sh /run.sh
RUN apk add bash su-exec && \
    curl -sS https://getcomposer.org/installer | php -- --install-dir=/usr/local/bin --filename=composer && \
    cd /srv && composer install --no-dev && chmod +x /run.sh
ENTRYPOINT ["/run.sh", "php", "/srv/bin/app"]
