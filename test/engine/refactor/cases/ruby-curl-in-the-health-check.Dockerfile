FROM ruby:2.7
ENV BUNDLE_PATH=/gems
RUN useradd -m web && mkdir /srv/web /gems && chown web:web /srv/web /gems
WORKDIR /srv/web
USER web
COPY --chown=web:web Gemfile* ./
RUN bundle install
COPY --chown=web:web . .
HEALTHCHECK CMD curl -f http://localhost:3000/up || exit 1
CMD bundle exec puma
