FROM ruby:3.4-slim AS builder
WORKDIR /srv
RUN apt-get update && apt-get install -y make gcc
COPY . .
RUN bundle config set --local path vendor/bundle && bundle install

FROM ruby:3.4-slim
WORKDIR /srv
COPY . .
COPY --from=builder /usr/local/bundle /usr/local/bundle
COPY --from=builder /srv/vendor/bundle /srv/vendor/bundle
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["bundle", "exec", "rackup"]
