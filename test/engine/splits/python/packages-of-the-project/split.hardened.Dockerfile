FROM dhi.io/python:3.12-debian13-dev AS builder
WORKDIR /srv
COPY requirements.txt ./
COPY wheels ./wheels
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN pip install --no-cache-dir --no-index -r requirements.txt
RUN /opt/venv/bin/python -m pip uninstall --yes pip

FROM dhi.io/python:3.12-debian13
WORKDIR /srv
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY app ./app
EXPOSE 8000
CMD ["uvicorn", "app.main:api", "--host", "0.0.0.0"]
