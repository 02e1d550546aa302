FROM dhi.io/python:3.12-debian13-dev AS builder
WORKDIR /app
COPY . .
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN pip install --no-cache-dir -e .[prod]
RUN /opt/venv/bin/python -m pip uninstall --yes pip

FROM dhi.io/python:3.12-debian13
WORKDIR /app
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY . .
CMD ["tool", "serve"]
