# fixed: none
FROM ruby:3.4 AS build
WORKDIR /app
«ADD . /app»
ENV BUNDLE_WITHOUT=development:test
RUN bundle install
FROM python:3.13-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
RUN pip install --no-deps .
