# fixed: none
# A runtime stage as guides to hardening show it: the environment comes from an image with its Python elsewhere.
ARG PYTHON=3.13
FROM python:${PYTHON}-slim AS builder
ENV PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN <<EOF
set -e
python -m venv /app/venv
/app/venv/bin/pip install --require-hashes -r requirements.txt
EOF

FROM dhi.io/python:3.13-debian13
ENV PATH="/app/venv/bin:$PATH"
WORKDIR /app
COPY --from=builder \
    # the packages
    «/app/venv» \
    /app/venv
COPY . .
CMD ["uvicorn", "main:app", "--host", "0.0.0.0"]
