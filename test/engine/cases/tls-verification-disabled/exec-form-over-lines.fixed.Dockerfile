# fixed: exec-form-over-lines.fixed.Dockerfile
FROM python:3.12
RUN ["curl", \
     "https://example.org/a"]
USER 10001
