FROM python:3.12-slim AS builder
WORKDIR /srv
COPY requirements.txt ./
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN pip install --no-cache-dir -r requirements.txt && rm -f requirements.txt

FROM python:3.12-slim
WORKDIR /srv
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY . /srv
# Settings of the workstation stay there.
RUN rm -rf ./.env ./notes
RUN rm -f requirements.txt
RUN rm -f deploy.key
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["python", "app.py"]
