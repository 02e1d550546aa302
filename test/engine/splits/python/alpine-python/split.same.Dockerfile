FROM alpine:3.22 AS builder
WORKDIR /app
ENV PATH="/opt/venv/bin:$PATH"
RUN apk add --no-cache python3 py3-pip py3-psutil gcc musl-dev python3-dev \
    && python3 -m venv --system-site-packages /opt/venv && pip3 install --break-system-packages fastapi uvicorn

FROM alpine:3.22
WORKDIR /app
RUN apk add --no-cache python3 py3-psutil libgcc
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY main.py .
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot
USER nonroot
CMD ["python3", "main.py"]
