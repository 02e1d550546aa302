FROM dhi.io/python:3.14-debian13-dev AS builder
WORKDIR /app
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN pip install flask gunicorn
RUN /opt/venv/bin/python -m pip uninstall --yes pip

FROM dhi.io/python:3.14-debian13
WORKDIR /app
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY app.py .
CMD ["gunicorn", "app:app"]
