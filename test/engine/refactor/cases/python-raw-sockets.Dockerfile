FROM python:3.12-slim
RUN apt-get update && apt-get install -y nmap arp-scan && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
CMD ["python", "scan.py"]
