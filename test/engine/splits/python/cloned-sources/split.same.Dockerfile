FROM python:3.13-slim AS builder
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*
RUN git clone --branch v0.9.2 --depth 1 https://github.com/Comfy-Org/ComfyUI.git ComfyUI
WORKDIR /ComfyUI
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN sed -i '/^torch/d' requirements.txt && pip install --no-cache-dir -r requirements.txt

FROM python:3.13-slim
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*
WORKDIR /ComfyUI
COPY --from=builder /ComfyUI /ComfyUI
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["python", "main.py", "--listen", "0.0.0.0"]
