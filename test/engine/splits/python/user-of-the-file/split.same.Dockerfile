FROM python:3.12-alpine AS builder
RUN pip install --upgrade pip
RUN adduser -D python
USER python
WORKDIR /home/python
ARG DEBUG=0
COPY --chown=python:python requirements.txt .
ENV PATH="/home/python/.local/bin:${PATH}"
RUN pip install --user -r requirements.txt

FROM python:3.12-alpine
RUN adduser -D python
USER python
WORKDIR /home/python
ARG DEBUG=0
ENV FLASK_DEBUG $DEBUG
ENV PATH="/home/python/.local/bin:${PATH}"
COPY --from=builder /home/python/.local /home/python/.local
COPY --chown=python:python src src
CMD ["python", "-m", "flask", "--app", "src", "run", "--host=0.0.0.0"]
