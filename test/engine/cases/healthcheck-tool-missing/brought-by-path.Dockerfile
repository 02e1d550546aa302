FROM python:3.12-slim
COPY --from=tools /out /srv/tools
ENV PATH="/srv/tools/bin:$PATH"
HEALTHCHECK CMD curl -f http://127.0.0.1:8000/
USER 10001
