# fixed: none
FROM «python:3.12-slim»
WORKDIR /app
RUN pip install playwright && python -m playwright install chromium
CMD ["python", "main.py"]
