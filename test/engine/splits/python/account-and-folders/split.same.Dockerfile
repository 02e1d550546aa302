FROM python:3.13-slim AS builder
RUN useradd --create-home app
WORKDIR /app
COPY requirements.txt ./
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt

FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1
RUN useradd --create-home app
WORKDIR /app
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY . .
RUN mkdir -p /app/data logs && chown -R app:app /app
USER app
CMD ["python", "-m", "app"]
