FROM php:8.3-fpm AS builder
RUN apt-get update && apt-get install -y git unzip libzip-dev && docker-php-ext-install zip
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
WORKDIR /var/www/app
COPY --chown=www-data:www-data . .
RUN composer install --no-dev --optimize-autoloader

FROM php:8.3-fpm
RUN apt-get update && apt-get install -y git unzip libzip5
WORKDIR /var/www/app
COPY --from=builder /usr/local/lib/php/extensions /usr/local/lib/php/extensions
COPY --from=builder /usr/local/etc/php/conf.d /usr/local/etc/php/conf.d
COPY --from=builder --chown=www-data:www-data /var/www/app /var/www/app
RUN php artisan storage:link
RUN chmod -R 775 storage bootstrap/cache
EXPOSE 9000
