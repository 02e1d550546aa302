FROM python:3.11-alpine
RUN adduser -D worker
RUN mkdir /srv/jobs && chown -R worker:worker /srv/jobs
WORKDIR /srv/jobs
USER worker
COPY --chown=worker:worker . .
ENV VIRTUAL_ENV=/srv/jobs/venv
RUN python -m venv $VIRTUAL_ENV
ENV PATH="$VIRTUAL_ENV/bin:$PATH"
RUN pip install -r requirements.txt
CMD ["python", "jobs.py"]
