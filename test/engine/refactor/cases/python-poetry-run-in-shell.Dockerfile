FROM python:3.12-slim
RUN pip install poetry
WORKDIR /app
COPY pyproject.toml poetry.lock ./
RUN poetry install --no-root
COPY . .
CMD ["sh", "-c", "poetry run python manage.py migrate && poetry run gunicorn shop.wsgi -b 0.0.0.0:8000"]
