FROM dhi.io/python:3.12-debian13-dev AS builder
WORKDIR /app
COPY requirements.txt ./
RUN chmod +x scripts/run.py
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN pip install --no-cache-dir -r requirements.txt

FROM dhi.io/python:3.12-debian13
WORKDIR /app
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY . .
CMD ["python", "scripts/run.py"]
