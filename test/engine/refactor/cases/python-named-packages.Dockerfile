FROM python:3.9-slim-buster
RUN pip install flask==2.0.1 requests
COPY app.py /app.py
EXPOSE 5000
ENTRYPOINT ["python3"]
CMD ["/app.py"]
