FROM python:3.13-slim AS builder
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN pip install pgadmin4==9.10 gunicorn

FROM python:3.13-slim
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY config_local.py /opt/venv/lib/python3.13/site-packages/pgadmin4/config_local.py
COPY start.py /usr/local/bin/
RUN python /opt/venv/lib/python3.13/site-packages/pgadmin4/setup.py setup-db
HEALTHCHECK CMD ["/opt/venv/bin/python", "/usr/local/bin/start.py", "--check"]
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["/opt/venv/bin/gunicorn", "pgadmin4.pgAdmin4:app"]
