FROM debian:12-slim AS builder
RUN apt-get update \
    && apt-get install -y --no-install-recommends build-essential python3-dev python3-venv \
    && rm -rf /var/lib/apt/lists/* \
    && python3 -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
WORKDIR /src
COPY setup.py README.md ./
COPY mypkg mypkg
RUN pip install .

FROM gcr.io/distroless/python3-debian12:nonroot
WORKDIR /src
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY mypkg mypkg
ENTRYPOINT []
CMD ["mycli", "serve"]
