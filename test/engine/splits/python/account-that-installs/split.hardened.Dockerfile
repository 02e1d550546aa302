FROM dhi.io/python:3.12-debian13-dev AS builder
RUN useradd app
RUN mkdir /srv/app && chown app:app /srv/app
WORKDIR /srv/app
USER app
COPY --chown=app:app requirements.txt ./
ENV VIRTUAL_ENV=/srv/app/venv
RUN python -m venv $VIRTUAL_ENV
ENV PATH="$VIRTUAL_ENV/bin:$PATH"
RUN pip install -r requirements.txt
RUN /srv/app/venv/bin/python -m pip uninstall --yes pip

FROM dhi.io/python:3.12-debian13
WORKDIR /srv/app
USER nonroot
COPY --from=builder /srv/app/venv /srv/app/venv
COPY --chown=65532:65532 . .
ENV VIRTUAL_ENV=/srv/app/venv
ENV PATH="$VIRTUAL_ENV/bin:$PATH"
CMD ["python", "app.py"]
