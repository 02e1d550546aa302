FROM dhi.io/python:3.11-debian13-dev AS builder
WORKDIR /app
COPY --chown=1000:1000 setup.py ./
COPY --chown=1000:1000 tool tool
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN pip install --no-cache-dir -e .
RUN /opt/venv/bin/python -m pip uninstall --yes pip

FROM dhi.io/python:3.11-debian13
WORKDIR /app
COPY --from=builder --chown=1000:1000 /app /app
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
USER 1000
CMD ["tool", "serve"]
