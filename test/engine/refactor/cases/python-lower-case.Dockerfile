from python:3.10-slim
workdir /app
copy requirements.txt .
run pip install -r requirements.txt
copy . .
expose 80
cmd python app.py
