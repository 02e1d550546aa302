FROM ruby:2.7
RUN useradd --create-home web
WORKDIR /home/web
COPY Gemfile* ./
RUN bundle install --path vendor/bundle
RUN curl -sL https://downloads.example.com/pages.tar.gz | tar xz && chown -R web:web .
USER web
CMD ["bundle", "exec", "ruby", "web.rb"]
