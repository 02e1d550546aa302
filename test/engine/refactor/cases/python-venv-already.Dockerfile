FROM python:3.12-slim
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY app /app
WORKDIR /app
LABEL org.opencontainers.image.title="ticker" maintainer="ops@example.com"
CMD ["python", "ticker.py"]
