FROM php:8.3-apache AS builder
RUN apt-get update && apt-get install -y unzip
RUN curl -fsSL https://deb.nodesource.com/setup_22.x | bash - && apt-get install -y nodejs
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
WORKDIR /var/www
COPY . .
RUN chown -R www-data:www-data /var/www/storage
RUN composer install && npm ci && npm run build

FROM php:8.3-apache
RUN apt-get update && apt-get install -y unzip
WORKDIR /var/www
COPY --from=builder /var/www /var/www
RUN chown -R www-data:www-data /var/www/storage
RUN a2enmod rewrite
