ARG PYTHON=3.12
FROM python:${PYTHON} AS builder
WORKDIR /srv
COPY requirements.txt requirements-prod.txt ./
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN pip install --upgrade pip && \
    # Everything is pinned
    pip install --no-cache-dir -r requirements-prod.txt

FROM python:${PYTHON}-slim AS web
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq5 git \
    && rm -rf /var/lib/apt/lists/*
LABEL org.opencontainers.image.title="shop"
WORKDIR /srv
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY shop/ shop/
STOPSIGNAL SIGINT
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["gunicorn", "-b", "0.0.0.0:8000", "shop.wsgi"]
