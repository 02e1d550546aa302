FROM dhi.io/python:3.11-debian13-dev AS builder
WORKDIR /app
RUN pip install pipenv
COPY Pipfile Pipfile.lock ./
RUN python -m venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv
RUN pipenv install --deploy
RUN /opt/venv/bin/python -m pip uninstall --yes pip

FROM dhi.io/python:3.11-debian13
WORKDIR /app
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY . .
CMD ["gunicorn", "app:app"]
