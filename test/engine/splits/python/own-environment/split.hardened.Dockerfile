FROM dhi.io/python:3.12-debian12-dev AS builder
ENV PIP_NO_CACHE_DIR=1
RUN apt-get update && apt-get install -y --no-install-recommends build-essential
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY requirements.txt /tmp/
RUN pip install -r /tmp/requirements.txt
RUN /venv/bin/python -m pip uninstall --yes pip

FROM dhi.io/python:3.12-debian12
ENV PATH=/venv/bin:$PATH
COPY --from=builder /venv /venv
WORKDIR /app
COPY . /app
USER 10001
CMD ["gunicorn", "app:app"]
