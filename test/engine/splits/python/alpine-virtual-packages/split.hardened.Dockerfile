FROM dhi.io/python:3.12-alpine3.23-dev AS builder
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN apk add --no-cache --virtual .build-deps build-base libffi-dev \
    && pip3 install --no-cache-dir gevent gunicorn httpbin \
    && apk del .build-deps
RUN /opt/venv/bin/python -m pip uninstall --yes pip

FROM dhi.io/python:3.12-alpine3.23
WORKDIR /
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
CMD ["gunicorn", "-b", "0.0.0.0:8080", "httpbin:app", "-k", "gevent"]
