FROM python:3.13-alpine AS builder
WORKDIR /srv
RUN apk add --no-cache build-base libffi-dev postgresql-dev tini
COPY requirements.txt requirements-prod.txt ./
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN pip install -r requirements-prod.txt

FROM python:3.13-alpine
WORKDIR /srv
RUN apk add --no-cache libstdc++ libgcc libffi libpq tini
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY src/ src/
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot
USER nonroot
ENTRYPOINT ["tini", "--"]
CMD ["python", "-m", "src"]
