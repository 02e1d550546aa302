FROM debian:12
RUN sshpass «-p 'Qw9rT2zLp'» scp a@b.corp.io:/x . && \
    wget «--password=Qw9rT2zLp» --user=bob https://nexus.corp.io/a
RUN aws configure set «aws_secret_access_key aX3kQ9zLmN7pRt5vWy1bCd8fGh2jKl4sQw6eRt0u»
RUN composer config -g github-oauth.github.com «Qw9rT2zLpQw9rT2zLp1» && poetry config http-basic.corp bob «Qw9rT2zLp»
RUN bundle config gems.corp.io «bob:Qw9rT2zLp» && openssl req -x509 «-passout pass:Qw9rT2zLp» -out c.pem
RUN curl «-H "Authorization: token Qw9rT2zLp12"» https://git.corp.io && export «API_KEY=Qw9rT2zLp»
RUN echo «"DB_PASSWORD=Qw9rT2zLp"» >> .env
RUN <<SCRIPT
docker login «--password Qw9rT2zLp» registry.corp.io
SCRIPT
USER 10001
