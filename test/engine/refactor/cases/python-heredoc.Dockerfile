# syntax=docker/dockerfile:1
FROM python:3.12-slim
WORKDIR /app
RUN <<EOF
apt-get update
apt-get install -y --no-install-recommends libmagic1 gcc libc6-dev
rm -rf /var/lib/apt/lists/*
EOF
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY <<-"TEXT" /app/motd
	Hello from the container.
	TEXT
COPY . .
CMD ["python", "scan.py"]
