FROM python:3.12-slim
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt | tee /tmp/pip.log
COPY . .
CMD python run.py
