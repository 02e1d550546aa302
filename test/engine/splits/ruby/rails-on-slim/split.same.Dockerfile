ARG RUBY_VERSION=3.4
FROM ruby:$RUBY_VERSION-slim AS builder
WORKDIR /rails
ENV RAILS_ENV=production \
    BUNDLE_WITHOUT=development

# Packages to build gems
RUN apt-get update -qq && \
    apt-get install --no-install-recommends -y build-essential libpq-dev git curl

COPY Gemfile Gemfile.lock ./
RUN bundle install && \
    rm -rf ~/.bundle/ /usr/local/bundle/cache

FROM ruby:$RUBY_VERSION-slim
WORKDIR /rails
ENV RAILS_ENV=production \
    BUNDLE_WITHOUT=development
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq5 git curl
COPY --from=builder /usr/local/bundle /usr/local/bundle

COPY . .
RUN SECRET_KEY_BASE_DUMMY=1 ./bin/rails assets:precompile
RUN useradd rails --create-home && chown -R rails:rails log tmp
USER rails
EXPOSE 3000
CMD ["./bin/rails", "server"]
