FROM python:3.11-slim
ENV LANG=C.UTF-8 PIPENV_VENV_IN_PROJECT=1
RUN pip install --no-cache-dir pipenv
WORKDIR /app
COPY Pipfile Pipfile.lock /app/
RUN pipenv install --deploy --ignore-pipfile
COPY . /app
CMD ["pipenv", "run", "python", "tally.py"]
