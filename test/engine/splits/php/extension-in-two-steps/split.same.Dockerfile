FROM php:8.3-cli AS builder
ENV COMPOSER_ALLOW_SUPERUSER=1
RUN pecl install xdebug-3.4.0
RUN docker-php-ext-enable xdebug && echo "xdebug.mode=off" >> $PHP_INI_DIR/conf.d/docker-php-ext-xdebug.ini

FROM php:8.3-cli
COPY --from=builder /usr/local/lib/php/extensions /usr/local/lib/php/extensions
COPY --from=builder /usr/local/etc/php/conf.d /usr/local/etc/php/conf.d
WORKDIR /srv
COPY . .
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["php", "worker.php"]
