FROM dhi.io/python:3.12-debian13-dev AS builder
RUN pip install uv
WORKDIR /srv
COPY requirements.txt .
RUN python -m venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv
RUN uv pip install --no-cache -r requirements.txt
RUN /opt/venv/bin/python -m pip uninstall --yes pip

FROM dhi.io/python:3.12-debian13
WORKDIR /srv
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY . .
CMD ["uvicorn", "main:app"]
