FROM dhi.io/python:3.12-debian13-dev AS builder
WORKDIR /app
COPY requirements.txt .
RUN pip install --target=/deps -r requirements.txt

FROM dhi.io/python:3.12-debian13
WORKDIR /app
COPY --from=builder /deps /deps
ENV PYTHONPATH=/deps
COPY . .
CMD ["python", "-m", "app"]
