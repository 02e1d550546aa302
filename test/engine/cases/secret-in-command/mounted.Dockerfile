# fixed: mounted.fixed.Dockerfile
FROM debian:12
RUN set -eux; \
    # the archive of the company
    sshpass «-p 'Qw9rT2zLp'» scp a@b.corp.io:/x .; \
    make
RUN wget «--password=Qw9rT2zLp» --user=bob https://nexus.corp.io/a \
    && tar -xf a
RUN export «API_KEY=Qw9rT2zLp1» && ./fetch
RUN --mount=type=cache,target=/cache curl «-H 'X-Api-Key: Qw9rT2zLp1x'» -o /a https://nexus.corp.io/a
RUN <<SCRIPT
set -e
docker login «--password Qw9rT2zLp» registry.corp.io
SCRIPT
USER 10001
