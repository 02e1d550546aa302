FROM ruby:3.4-slim AS builder
RUN useradd --create-home app
COPY --chown=app:app . /home/app/web
USER app
WORKDIR /home/app/web
RUN bundle install

FROM ruby:3.4-slim
RUN useradd --create-home app
COPY --from=builder /usr/local/bundle /usr/local/bundle
COPY --chown=app:app . /home/app/web
USER app
WORKDIR /home/app/web
CMD ["bundle", "exec", "rackup", "-o", "0.0.0.0"]
