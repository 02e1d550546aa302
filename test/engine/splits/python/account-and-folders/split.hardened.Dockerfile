FROM dhi.io/python:3.13-debian13-dev AS builder
RUN useradd --create-home app
WORKDIR /app
COPY requirements.txt ./
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt
RUN /opt/venv/bin/python -m pip uninstall --yes pip
RUN mkdir -p /app/data /app/logs

FROM dhi.io/python:3.13-debian13
ENV PYTHONUNBUFFERED=1
WORKDIR /app
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY --chown=65532:65532 . .
COPY --from=builder --chown=65532:65532 /app/data /app/data
COPY --from=builder --chown=65532:65532 /app/logs /app/logs
USER nonroot
CMD ["python", "-m", "app"]
