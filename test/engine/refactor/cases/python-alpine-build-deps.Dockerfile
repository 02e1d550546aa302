FROM python:3.12-alpine
WORKDIR /srv
COPY requirements.txt .
RUN apk add --no-cache --virtual .build gcc musl-dev libffi-dev \
 && pip install --no-cache-dir -r requirements.txt \
 && apk del .build
COPY api ./api
USER nobody
CMD ["uvicorn", "api.main:app", "--host", "0.0.0.0", "--port", "8080"]
