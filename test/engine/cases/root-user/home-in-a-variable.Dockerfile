# fixed: none
FROM «python:3.12-slim»
ENV HF_HOME=/root/.cache/huggingface
CMD ["python3", "app.py"]
