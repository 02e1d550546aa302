FROM cgr.dev/chainguard/python:latest-dev AS builder
USER root
WORKDIR /app
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN pip install flask gunicorn
RUN /opt/venv/bin/python -m pip uninstall --yes pip

FROM cgr.dev/chainguard/python:latest
WORKDIR /app
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY app.py .
ENTRYPOINT []
CMD ["gunicorn", "app:app"]
