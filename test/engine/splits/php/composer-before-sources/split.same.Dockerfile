FROM php:8.3-cli AS builder
COPY --from=composer:2 /usr/bin/composer /usr/local/bin/composer
WORKDIR /app
COPY composer.json composer.lock ./
RUN composer install --no-dev --no-scripts --prefer-dist

FROM php:8.3-cli
WORKDIR /app
COPY --from=builder /app/vendor /app/vendor
COPY . .
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["php", "-S", "0.0.0.0:8080", "-t", "public"]
