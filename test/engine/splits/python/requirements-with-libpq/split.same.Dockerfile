# syntax=docker/dockerfile:1
# The API
FROM python:3.12-slim AS builder
WORKDIR /app

# Build tools for psycopg2
RUN apt-get update \
    && apt-get install -y --no-install-recommends gcc libpq-dev curl \
    && rm -rf /var/lib/apt/lists/*

COPY requirements.txt .
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN pip install --no-cache-dir -r requirements.txt

FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq5 curl \
    && rm -rf /var/lib/apt/lists/*
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"

# The sources change most often
COPY . .
RUN mkdir -p /app/uploads
VOLUME /app/uploads
EXPOSE 8000
HEALTHCHECK CMD curl -f http://localhost:8000/health || exit 1
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot && mkdir -p /app/uploads && chown -R nonroot:nonroot /app/uploads
USER nonroot
CMD ["uvicorn", "main:app", "--host", "0.0.0.0"]
