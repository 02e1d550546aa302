FROM dhi.io/python:3.13-debian13-dev AS builder
RUN pip install poetry==1.8.3
RUN poetry config virtualenvs.create false
WORKDIR /code
COPY ./pyproject.toml ./README.md ./poetry.lock* ./
RUN python -m venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv
RUN poetry install --no-interaction --no-ansi --no-root
COPY ./app ./app
RUN poetry install --no-interaction --no-ansi
RUN /opt/venv/bin/python -m pip uninstall --yes pip

FROM dhi.io/python:3.13-debian13
WORKDIR /code
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY ./app ./app
EXPOSE 8080
CMD ["uvicorn", "app.server:app", "--host", "0.0.0.0", "--port", "8080"]
