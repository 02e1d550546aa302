FROM dhi.io/python:3.13-debian13-dev AS builder
WORKDIR /opt/recipes
COPY requirements.txt ./
RUN sed -i '/# Development/,$d' requirements.txt
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN pip install --no-cache-dir -r requirements.txt
RUN /opt/venv/bin/python -m pip uninstall --yes pip

FROM dhi.io/python:3.13-debian13
WORKDIR /opt/recipes
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY . ./
CMD ["gunicorn", "recipes.wsgi"]
