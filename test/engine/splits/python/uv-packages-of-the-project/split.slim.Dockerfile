FROM ghcr.io/astral-sh/uv:python3.12-bookworm-slim AS builder
WORKDIR /srv
COPY pyproject.toml uv.lock ./
COPY wheels ./wheels
ENV UV_PYTHON_DOWNLOADS=never
RUN uv sync --locked --no-dev --no-install-project

FROM python:3.12-slim-bookworm
WORKDIR /srv
COPY --from=builder /srv/.venv /srv/.venv
COPY app ./app
ENV PATH="/srv/.venv/bin:$PATH"
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["uvicorn", "app.main:api"]
