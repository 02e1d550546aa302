FROM dhi.io/python:3.13-debian13-dev AS builder
WORKDIR /app
COPY requirements.txt .
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN pip install --no-cache-dir -r requirements.txt
RUN /opt/venv/bin/python -m pip uninstall --yes pip

FROM dhi.io/python:3.13-debian13
WORKDIR /app
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY app.py .
EXPOSE 5000
HEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://localhost:5000/health')"]
CMD ["gunicorn", "-b", "0.0.0.0:5000", "app:app"]
