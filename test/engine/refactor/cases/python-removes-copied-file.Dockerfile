FROM python:3.12-slim
WORKDIR /app
COPY . .
# the developer's own settings stay out of the image
RUN rm -f .env notes.txt
RUN pip install --no-cache-dir -r requirements.txt
CMD ["python", "main.py"]
