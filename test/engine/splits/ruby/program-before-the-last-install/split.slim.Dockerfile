FROM ruby:3.4 AS builder
RUN set -ex \
    && cd /usr/src \
    && gem install rails -v 8.0.1 --no-document \
    && rails new blog --skip-bundle
COPY Gemfile.lock Gemfile /usr/src/blog/
WORKDIR /usr/src/blog
RUN bundle install

FROM ruby:3.4-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends libsqlite3-0 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=builder /usr/local/bundle /usr/local/bundle
RUN cd /usr/src \
    && rails new blog --skip-bundle
COPY Gemfile.lock Gemfile /usr/src/blog/
WORKDIR /usr/src/blog
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["rails", "server", "-b", "0.0.0.0"]
