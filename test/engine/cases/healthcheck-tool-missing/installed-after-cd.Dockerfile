FROM python:3.12-slim
RUN cd /usr/local/bin && python -c "import urllib.request as u; u.urlretrieve('https://example.com/curl', 'x')" && mv x curl && chmod +x curl
HEALTHCHECK CMD curl -f http://127.0.0.1:8000/
USER 10001
