FROM python:3.12-slim
ARG POETRY_VERSION=1.8.3
ENV POETRY_VIRTUALENVS_CREATE=false
RUN pip install "poetry==${POETRY_VERSION}"
WORKDIR /app
COPY pyproject.toml poetry.lock ./
RUN poetry install --no-root --only main --no-interaction
COPY . .
EXPOSE 8000
CMD ["uvicorn", "orders.main:app", "--host", "0.0.0.0"]
