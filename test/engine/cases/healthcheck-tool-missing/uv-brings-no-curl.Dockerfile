FROM python:3.12-slim
COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /uvx /bin/
WORKDIR /app
COPY . .
RUN uv sync
ENV PATH="/app/.venv/bin:$PATH"
HEALTHCHECK CMD «curl» -f http://127.0.0.1:8000/
USER 10001
