FROM ruby:3.4-slim AS builder
WORKDIR /usr/src/app
COPY . .
RUN bundle install

FROM ruby:3.4-slim
WORKDIR /usr/src/app
COPY --from=builder /usr/local/bundle /usr/local/bundle
COPY --from=builder /usr/src/app/Gemfile.lock /usr/src/app/Gemfile.lock
COPY . .
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["bundle", "exec", "ruby", "app.rb"]
