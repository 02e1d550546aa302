FROM ruby:3.4-alpine AS builder
RUN apk add --no-cache build-base && gem install puma rackup sinatra && apk del build-base

FROM ruby:3.4-alpine
COPY --from=builder /usr/local/bundle /usr/local/bundle
WORKDIR /app
COPY app.rb .
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot
USER nonroot
CMD ["ruby", "app.rb"]
