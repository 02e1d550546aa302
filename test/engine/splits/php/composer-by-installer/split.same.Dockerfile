FROM php:8.2-fpm AS builder
WORKDIR /var/www/html
RUN curl -sS https://getcomposer.org/installer | php -- --install-dir=/usr/local/bin --filename=composer
COPY . .
RUN chown -R www-data:www-data /var/www && composer install --no-dev

FROM php:8.2-fpm
WORKDIR /var/www/html
COPY --from=builder --chown=www-data:www-data /var/www/html /var/www/html
RUN chown -R www-data:www-data /var/www
USER www-data
CMD ["php-fpm"]
