# fixed: handed-on.fixed.Dockerfile
FROM ruby:3.3-slim
ARG BUNDLE_TOKEN
ENV RAILS_ENV=production \
    LANG=C.UTF-8
WORKDIR /app
COPY . .
RUN --mount=type=secret,id=bundle_gems_corp_io_token,env=BUNDLE_GEMS__CORP__IO_TOKEN echo "$BUNDLE_GEMS__CORP__IO_TOKEN" > /dev/null && bundle install
USER 10001
CMD ["bundle", "exec", "puma"]
