FROM ruby:3.4-slim AS builder
ENV BUNDLE_PATH=/bundle
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install --binstubs=stubs

FROM ruby:3.4-slim
ENV BUNDLE_PATH=/bundle
WORKDIR /app
COPY --from=builder /bundle /bundle
COPY --from=builder /app/stubs /app/stubs
COPY --from=builder /usr/local/bundle /usr/local/bundle
COPY . .
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["stubs/puma", "-C", "config/puma.rb"]
