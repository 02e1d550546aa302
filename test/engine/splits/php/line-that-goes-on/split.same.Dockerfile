FROM php:8.3-apache AS builder
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
COPY . .
RUN composer install

FROM php:8.3-apache
COPY --from=builder /var/www/html /var/www/html
