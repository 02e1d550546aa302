# Builds wheels and a virtual environment
FROM dhi.io/python:3.13-debian13-dev AS build
WORKDIR /app
RUN python -m venv /app/venv
ENV PATH="/app/venv/bin:$PATH"
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt

# What is shipped
FROM dhi.io/python:3.13-debian13
WORKDIR /app
COPY --from=build /app/venv /app/venv
COPY --chown=65532:65532 src/ ./src/
ENV PATH="/app/venv/bin:$PATH"
USER nonroot
EXPOSE 8000
HEALTHCHECK --timeout=3s CMD ["python3", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health',timeout=3)"]
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "src.main:app"]
