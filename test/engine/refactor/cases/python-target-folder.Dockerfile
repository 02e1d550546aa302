FROM python:3.12-slim
WORKDIR /srv
COPY requirements.txt .
RUN pip install --target /srv/lib -r requirements.txt
ENV PYTHONPATH=/srv/lib
COPY job.py .
CMD ["python", "job.py"]
