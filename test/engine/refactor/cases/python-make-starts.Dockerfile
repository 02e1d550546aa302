FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends make gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /report
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
ENTRYPOINT ["make"]
CMD ["report"]
