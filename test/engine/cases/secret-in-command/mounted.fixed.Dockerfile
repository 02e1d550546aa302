# fixed: mounted.fixed.Dockerfile
FROM debian:12
RUN --mount=type=secret,id=sshpass_password,env=SSHPASS_PASSWORD set -eux; \
    # the archive of the company
    sshpass -p "${SSHPASS_PASSWORD}" scp a@b.corp.io:/x .; \
    make
RUN --mount=type=secret,id=wget_password,env=WGET_PASSWORD wget --password="${WGET_PASSWORD}" --user=bob https://nexus.corp.io/a \
    && tar -xf a
RUN --mount=type=secret,id=api_key,env=API_KEY ./fetch
RUN --mount=type=secret,id=curl_token,env=CURL_TOKEN --mount=type=cache,target=/cache curl -H 'X-Api-Key: '"${CURL_TOKEN}" -o /a https://nexus.corp.io/a
RUN --mount=type=secret,id=docker_password,env=DOCKER_PASSWORD <<SCRIPT
set -e
docker login --password "${DOCKER_PASSWORD}" registry.corp.io
SCRIPT
USER 10001
