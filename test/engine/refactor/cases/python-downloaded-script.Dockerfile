FROM python:3.11
LABEL maintainer="somebody"
ADD https://downloads.example.com/wait.sh /bin/wait.sh
COPY docker-entrypoint.sh /docker-entrypoint.sh

RUN mkdir /app \
    && pip install -U "django==4.2" \
    && chmod +x /docker-entrypoint.sh /bin/wait.sh

EXPOSE 8000
WORKDIR /app
CMD ["/docker-entrypoint.sh"]
