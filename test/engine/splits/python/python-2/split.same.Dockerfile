FROM python:2.7-slim AS builder
RUN pip install virtualenv && virtualenv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN pip install requests

FROM python:2.7-slim
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY . /frontend
WORKDIR /frontend
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["python", "client.py"]
