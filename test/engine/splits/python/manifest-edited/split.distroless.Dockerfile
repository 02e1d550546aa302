FROM debian:13-slim AS builder
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3-venv \
    && rm -rf /var/lib/apt/lists/* \
    && python3 -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
WORKDIR /opt/recipes
COPY requirements.txt ./
RUN sed -i '/# Development/,$d' requirements.txt
RUN pip install --no-cache-dir -r requirements.txt
RUN /opt/venv/bin/python -m pip uninstall --yes pip

FROM gcr.io/distroless/python3-debian13:nonroot
WORKDIR /opt/recipes
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY . ./
ENTRYPOINT []
CMD ["gunicorn", "recipes.wsgi"]
