# fixed: through-stages.fixed.Dockerfile
FROM python:3.11-slim AS base
FROM base AS deps
WORKDIR /srv
RUN python -m venv .venv
FROM deps AS packages
RUN .venv/bin/pip install -r requirements.txt

FROM python:3.12-slim AS runtime
WORKDIR /srv
COPY --from=packages «/srv» .
USER 10001
ENTRYPOINT ["/srv/.venv/bin/python", "-m", "app"]
