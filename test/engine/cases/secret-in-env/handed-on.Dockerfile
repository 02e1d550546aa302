# fixed: handed-on.fixed.Dockerfile
FROM ruby:3.3-slim
ARG BUNDLE_TOKEN
ENV RAILS_ENV=production \
    «SECRET_KEY_BASE=f3a91c7d2e8b4056a1c9d7e3f5b20864» \
    LANG=C.UTF-8
ENV «BUNDLE_GEMS__CORP__IO_TOKEN=$BUNDLE_TOKEN»
WORKDIR /app
COPY . .
RUN echo "$BUNDLE_GEMS__CORP__IO_TOKEN" > /dev/null && bundle install
USER 10001
CMD ["bundle", "exec", "puma"]
