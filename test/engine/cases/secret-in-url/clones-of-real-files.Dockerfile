FROM debian:12
ARG GITHUB_TOKEN
RUN git clone https://${GITHUB_TOKEN}@github.com/corp/a.git /testbed \
    && cd /testbed \
    && git remote set-url origin https://github.com/corp/a.git
RUN git clone https://${GITHUB_TOKEN}@github.com/corp/b.git && pip install ./b && rm -rf b
RUN git clone https://«${GITHUB_TOKEN}»@github.com/corp/c.git . || git clone https://github.com/corp/c.git .
RUN git config --global url."https://«oauth2:${GITHUB_TOKEN}»@gitlab.com/corp".insteadOf "https://gitlab.com/corp"
RUN git clone https://«x-access-token:${GITHUB_TOKEN}»@github.com/corp/d.git /d && rm -rf /var/lib/apt/lists/*
RUN git config --global url."https://github.com/".insteadOf git@github.com:
RUN <<SCRIPT
pip install --index-url https://«bob:k9Xw27dTq»@pypi.corp.io/simple x
SCRIPT
ENV BROKER="amqp://guest:guest@mq:5672" MONGO=mongodb://«huz:ZtY8vQpL2»@shard-00.cdh5paf.mongodb.net:27017/?ssl=true \
    PROXY=http://user:password@proxy.corp.io:3128 DOCS=https://user@dev.azure.com/corp SSH=ssh://git@github.com/corp/a
USER 10001
