FROM python:3.12-slim
WORKDIR /app
CMD ["python", "-V"]
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
# the first one was for trying out
CMD ["python", "serve.py"]
