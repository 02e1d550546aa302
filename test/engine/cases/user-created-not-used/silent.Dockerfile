FROM python:3.13-slim AS a
RUN useradd app && useradd worker
COPY <<EOF /etc/supervisor.conf
user=worker
EOF
RUN echo "user app;" > /etc/server.conf
CMD ["python", "-m", "supervisor"]
