FROM python:3.12-slim AS builder
RUN useradd app
RUN mkdir /srv/app && chown app:app /srv/app
WORKDIR /srv/app
USER app
COPY --chown=app:app requirements.txt ./
ENV VIRTUAL_ENV=/srv/app/venv
RUN python -m venv $VIRTUAL_ENV
ENV PATH="$VIRTUAL_ENV/bin:$PATH"
RUN pip install -r requirements.txt

FROM python:3.12-slim
RUN useradd app
RUN mkdir /srv/app && chown app:app /srv/app
WORKDIR /srv/app
USER app
COPY --from=builder /srv/app/venv /srv/app/venv
COPY --chown=app:app . .
ENV VIRTUAL_ENV=/srv/app/venv
ENV PATH="$VIRTUAL_ENV/bin:$PATH"
CMD ["python", "app.py"]
