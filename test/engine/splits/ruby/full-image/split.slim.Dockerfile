FROM ruby:3.4 AS builder
WORKDIR /app
COPY Gemfile* ./
RUN bundle install

FROM ruby:3.4-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq5 libmagickwand-7.q16-10 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=builder /usr/local/bundle /usr/local/bundle
COPY . .
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["bundle", "exec", "puma"]
