FROM php:8.3-fpm-alpine3.22 AS builder
RUN apk add --no-cache $PHPIZE_DEPS icu-dev \
    && docker-php-ext-install intl \
    && pecl install redis \
    && docker-php-ext-enable redis

FROM php:8.3-fpm-alpine3.22
RUN apk add --no-cache icu-libs
COPY --from=builder /usr/local/lib/php/extensions /usr/local/lib/php/extensions
COPY --from=builder /usr/local/etc/php/conf.d /usr/local/etc/php/conf.d
COPY . .
