# fixed: exec-form-over-lines.fixed.Dockerfile
FROM python:3.12
RUN ["curl", \
     «"-k"», \
     "https://example.org/a"]
USER 10001
