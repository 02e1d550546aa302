FROM python:3.12-alpine
RUN apk update && apk upgrade
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
CMD ["python", "web.py"]
