FROM python:3.12-slim
RUN useradd --create-home --uid 1001 worker
USER worker
WORKDIR /home/worker
ENV PATH=/home/worker/.local/bin:$PATH
COPY --chown=worker:worker requirements.txt .
RUN pip install --user --no-cache-dir -r requirements.txt
COPY --chown=worker:worker . .
CMD ["python", "worker.py"]
