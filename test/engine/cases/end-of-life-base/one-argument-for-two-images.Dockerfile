# fixed: one-argument-for-two-images.fixed.Dockerfile
# One version for two stages: both move, and the suffix stays.
ARG PYTHON_VERSION="3.8.10"
ARG DEBIAN=bookworm
FROM python:${PYTHON_VERSION} AS build
RUN pip wheel .

FROM «docker.io/library/python:${PYTHON_VERSION}-slim» AS run
COPY --from=build /wheels /wheels
USER 10001
