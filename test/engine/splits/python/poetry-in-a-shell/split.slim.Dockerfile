FROM python:3.12 AS builder
RUN curl -sSL https://install.python-poetry.org | python3 -
ENV PATH="/root/.local/bin:$PATH"
WORKDIR /srv
COPY pyproject.toml poetry.lock ./
RUN python -m venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv
RUN poetry config virtualenvs.create false && poetry install --only main --no-root

FROM python:3.12-slim
WORKDIR /srv
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY . .
HEALTHCHECK CMD python -m shop.health
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["sh", "-c", "alembic upgrade head && exec uvicorn shop.main:api --host 0.0.0.0"]
