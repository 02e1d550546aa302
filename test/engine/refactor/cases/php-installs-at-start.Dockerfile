FROM php:8.3-cli
RUN apt-get update && apt-get install -y unzip git
RUN docker-php-ext-install pdo_mysql
WORKDIR /srv
COPY . /srv
CMD bash -c "composer install && php bin/console serve"
EXPOSE 9000
