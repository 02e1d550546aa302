FROM python:3.12-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY app.py .
RUN mkdir -p ~/.config/board && echo "theme: dark" > ~/.config/board/settings.yml
CMD ["python", "app.py"]
