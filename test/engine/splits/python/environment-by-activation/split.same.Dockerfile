FROM python:3.13-alpine AS builder
WORKDIR /app
RUN python -m venv ./.venv
COPY requirements.txt .
RUN . ./.venv/bin/activate && \
    pip install -r requirements.txt && \
    python -m compileall -q .venv

FROM python:3.13-alpine
WORKDIR /app
COPY --from=builder /app/.venv /app/.venv
RUN . ./.venv/bin/activate \
    && python -m compileall -q .venv
COPY . .
EXPOSE 8080
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot
USER nonroot
CMD [".venv/bin/uvicorn", "spaceship.main:app", "--host=0.0.0.0", "--port=8080"]
