FROM --platform=linux/amd64 python:3.12-slim AS builder
ARG INDEX_URL=https://packages.example.com/simple
ENV LANG=C.UTF-8 APP_HOME=/app
WORKDIR $APP_HOME
RUN apt-get update && apt-get install -y --no-install-recommends g++ libxml2-dev libxslt1-dev
COPY requirements.txt constraints.txt ./
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
# The index is ours
RUN --mount=type=secret,id=netrc,target=/root/.netrc \
    pip install --index-url $INDEX_URL --require-hashes -c constraints.txt -r requirements.txt

FROM --platform=linux/amd64 python:3.12-slim AS app
ARG INDEX_URL=https://packages.example.com/simple
ENV LANG=C.UTF-8 APP_HOME=/app
WORKDIR $APP_HOME
RUN apt-get update && apt-get install -y --no-install-recommends libxml2 libxslt1.1
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"

COPY --chown=10001:10001 . .
RUN python manage.py collectstatic --noinput
EXPOSE 8000
VOLUME /app/media
USER 10001
CMD ["gunicorn", "-b", "0.0.0.0:8000", "wsgi"]
