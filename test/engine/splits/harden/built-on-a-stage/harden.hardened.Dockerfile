FROM dhi.io/python:3.13-debian13-dev AS base
ENV PYTHONUNBUFFERED=1 \
    PATH="/opt/venv/bin:$PATH"
WORKDIR /app

FROM base AS build
RUN python -m venv /opt/venv && pip install --no-cache-dir flask==3.1.0

FROM dhi.io/python:3.13-debian13
ENV PYTHONUNBUFFERED=1 \
    PATH="/opt/venv/bin:$PATH"
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY app.py .
USER 10001
CMD ["flask", "run"]
