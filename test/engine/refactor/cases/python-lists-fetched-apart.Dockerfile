FROM python:3.12-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
RUN apt-get -qq update
RUN apt-get install -y net-tools
COPY . .
CMD ["python", "server.py"]
