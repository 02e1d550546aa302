FROM debian:13-slim AS builder
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3-venv \
    && rm -rf /var/lib/apt/lists/* \
    && python3 -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN useradd --create-home app
WORKDIR /app
COPY requirements.txt ./
RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt
RUN /opt/venv/bin/python -m pip uninstall --yes pip
RUN mkdir -p /app/data /app/logs

FROM gcr.io/distroless/python3-debian13:nonroot
ENV PYTHONUNBUFFERED=1
WORKDIR /app
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY --chown=65532:65532 . .
COPY --from=builder --chown=65532:65532 /app/data /app/data
COPY --from=builder --chown=65532:65532 /app/logs /app/logs
USER nonroot
ENTRYPOINT []
CMD ["python", "-m", "app"]
