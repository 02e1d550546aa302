FROM python:3.13-alpine
WORKDIR /srv
RUN apk add --no-cache build-base libffi-dev postgresql-dev tini
COPY requirements.txt requirements-prod.txt ./
RUN pip install -r requirements-prod.txt
COPY src/ src/
ENTRYPOINT ["tini", "--"]
CMD ["python", "-m", "src"]
