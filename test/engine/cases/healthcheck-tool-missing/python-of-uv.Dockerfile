FROM debian:12-slim
COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /uvx /bin/
ENV UV_PYTHON_INSTALL_DIR=/python
WORKDIR /app
COPY . .
RUN uv sync
ENV PATH="/app/.venv/bin:$PATH"
HEALTHCHECK CMD ["python", "-c", "import sys; sys.exit(0)"]
USER 10001
