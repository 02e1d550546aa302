FROM python:3.11 AS builder
WORKDIR /src
COPY setup.py README.md ./
COPY mypkg mypkg
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN pip install .

FROM python:3.11-slim
WORKDIR /src
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY mypkg mypkg
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["mycli", "serve"]
