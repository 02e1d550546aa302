FROM python:3.12-slim AS builder
WORKDIR /srv
COPY requirements.txt ./
COPY wheels ./wheels
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN pip install --no-cache-dir --no-index -r requirements.txt

FROM python:3.12-slim
WORKDIR /srv
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY app ./app
EXPOSE 8000
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["uvicorn", "app.main:api", "--host", "0.0.0.0"]
