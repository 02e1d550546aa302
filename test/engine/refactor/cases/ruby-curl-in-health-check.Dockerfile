FROM ruby:3.3
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install
COPY . .
HEALTHCHECK --interval=1m CMD curl -f http://localhost:4567/ || exit 1
CMD ["bundle", "exec", "ruby", "app.rb"]
