FROM dhi.io/python:3.11-debian13-dev AS builder
RUN apt-get update \
    && apt-get install -y --no-install-recommends build-essential \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY setup.py README.md ./
COPY mypkg mypkg
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN pip install .
RUN /opt/venv/bin/python -m pip uninstall --yes pip

FROM dhi.io/python:3.11-debian13
WORKDIR /src
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY mypkg mypkg
CMD ["mycli", "serve"]
