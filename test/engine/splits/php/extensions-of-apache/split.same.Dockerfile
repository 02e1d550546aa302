FROM php:8.3-apache AS builder
# What the extensions are compiled with
RUN apt-get update && apt-get install -y --no-install-recommends libicu-dev libpng-dev libzip-dev unzip \
    && docker-php-ext-configure gd \
    && docker-php-ext-install -j$(nproc) gd intl opcache pdo_mysql zip \
    && rm -rf /var/lib/apt/lists/*

FROM php:8.3-apache
RUN apt-get update \
    && apt-get install -y --no-install-recommends libicu76 libpng16-16t64 libzip5 unzip \
    && rm -rf /var/lib/apt/lists/*
COPY --from=builder /usr/local/lib/php/extensions /usr/local/lib/php/extensions
COPY --from=builder /usr/local/etc/php/conf.d /usr/local/etc/php/conf.d
RUN mv "$PHP_INI_DIR/php.ini-production" "$PHP_INI_DIR/php.ini" && a2enmod rewrite
COPY php.ini /usr/local/etc/php/conf.d/app.ini
COPY --chown=www-data:www-data . /var/www/html/
EXPOSE 80
