# Node 22: the official program, with npm and yarn, all from the npm registry's packages.
FROM debian12 AS node-tree
ADD node.tgz /node
ADD npm.tgz /npm
ADD yarn.tgz /yarn
RUN mkdir -p /tree/bin /tree/include /tree/lib/node_modules /tree/etc \
    && mv /node/package/bin/node /tree/bin/node && chmod 755 /tree/bin/node && ln -s node /tree/bin/nodejs \
    && mv /node/package/include/node /tree/include/node \
    && mv /npm/package /tree/lib/node_modules/npm && rm -rf /tree/lib/node_modules/npm/man /tree/lib/node_modules/npm/docs \
    && ln -s ../lib/node_modules/npm/bin/npm-cli.js /tree/bin/npm && ln -s ../lib/node_modules/npm/bin/npx-cli.js /tree/bin/npx \
    && chmod 755 /tree/lib/node_modules/npm/bin/npm-cli.js /tree/lib/node_modules/npm/bin/npx-cli.js \
    # The headers are there, as in the real image; node-gyp must not fetch its own.
    && printf 'nodedir=/usr/local\noffline=true\nupdate-notifier=false\n' > /tree/etc/npmrc \
    && mkdir -p /yarn-tree/opt && mv /yarn/package /yarn-tree/opt/yarn-v1.22.22 \
    && chmod 755 /yarn-tree/opt/yarn-v1.22.22/bin/yarn.js

FROM debian12 AS node-slim
RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node
COPY --link --from=node-tree /tree /usr/local
COPY --link --from=node-tree /yarn-tree/opt /opt
COPY --link --from=files --chmod=755 node-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
RUN ln -s /opt/yarn-v1.22.22/bin/yarn.js /usr/local/bin/yarn && ln -s /opt/yarn-v1.22.22/bin/yarn.js /usr/local/bin/yarnpkg \
    && node --version && npm --version && yarn --version
ENV NODE_VERSION=22.23.3 YARN_VERSION=1.22.22
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["node"]

FROM buildpack12 AS node
RUN --mount=from=lists12,source=/var/lib/apt/lists,target=/var/lib/apt/lists,rw apt-get install -y --no-install-recommends python3 \
    && groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node
COPY --link --from=node-slim /usr/local /usr/local
COPY --link --from=node-slim /opt /opt
ENV NODE_VERSION=22.23.3 YARN_VERSION=1.22.22
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["node"]

FROM distroless-cc12 AS distroless-node12
COPY --link --from=node-tree /tree/bin/node /nodejs/bin/node
ENTRYPOINT ["/nodejs/bin/node"]
FROM distroless-cc13 AS distroless-node13
COPY --link --from=node-tree /tree/bin/node /nodejs/bin/node
ENTRYPOINT ["/nodejs/bin/node"]

# The account node (1000), no entry point, /app.
FROM debs12 AS dhi-node-accounts
RUN mkdir -p /tree/usr/share/ca-certificates/mozilla /tree/app && touch /tree/usr/share/ca-certificates/mozilla/none.crt \
    && unpack.sh --accounts /tree node 1000 && rm -rf /tree/usr /tree/etc/ssl
FROM distroless-cc12 AS dhi-node12
COPY --link --from=dhi-node-accounts /tree /
COPY --link --from=node-tree /tree/bin/node /usr/local/bin/node
USER node
WORKDIR /app
CMD ["node"]
FROM distroless-cc13 AS dhi-node13
COPY --link --from=dhi-node-accounts /tree /
COPY --link --from=node-tree /tree/bin/node /usr/local/bin/node
USER node
WORKDIR /app
CMD ["node"]

FROM dhi-dev12 AS dhi-node12-dev
RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --create-home node
COPY --link --from=node-slim /usr/local /usr/local
COPY --link --from=node-slim /opt /opt
WORKDIR /app
ENTRYPOINT []
CMD ["node"]
FROM dhi-dev13 AS dhi-node13-dev
RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --create-home node
COPY --link --from=node-slim /usr/local /usr/local
COPY --link --from=node-slim /opt /opt
WORKDIR /app
ENTRYPOINT []
CMD ["node"]

# nginx of Debian, set up as the real image is: conf.d, logs to the container's output, an entry point script.
FROM debian13 AS nginx
RUN --mount=from=lists13,source=/var/lib/apt/lists,target=/var/lib/apt/lists,rw \
    groupadd --gid 101 nginx && useradd --uid 101 --gid 101 --no-create-home --home-dir /nonexistent nginx \
    && apt-get install -y --no-install-recommends nginx curl ca-certificates \
    && rm -rf /etc/nginx /var/www && ln -sf /dev/stdout /var/log/nginx/access.log && ln -sf /dev/stderr /var/log/nginx/error.log
COPY --link --from=files nginx/nginx.conf nginx/mime.types /etc/nginx/
COPY --link --from=files nginx/default.conf /etc/nginx/conf.d/default.conf
COPY --link --from=files nginx/index.html /usr/share/nginx/html/
COPY --link --from=files --chmod=755 nginx/docker-entrypoint.sh /docker-entrypoint.sh
EXPOSE 80
STOPSIGNAL SIGQUIT
ENTRYPOINT ["/docker-entrypoint.sh"]
CMD ["nginx", "-g", "daemon off;"]

FROM nginx AS nginx-unprivileged
RUN sed -i '/^user /d; s,/run/nginx.pid,/tmp/nginx.pid,; s,^http {,http {\n    client_body_temp_path /tmp/body;\n    proxy_temp_path /tmp/proxy;\n    fastcgi_temp_path /tmp/fastcgi;\n    uwsgi_temp_path /tmp/uwsgi;\n    scgi_temp_path /tmp/scgi;,' /etc/nginx/nginx.conf \
    && sed -i 's/listen 80;/listen 8080;/' /etc/nginx/conf.d/default.conf && chown -R 101:0 /etc/nginx /var/cache /var/lib/nginx
EXPOSE 8080
USER 101

FROM debs13 AS dhi-nginx-accounts
RUN mkdir -p /tree/usr/share/ca-certificates/mozilla && touch /tree/usr/share/ca-certificates/mozilla/none.crt \
    && unpack.sh --accounts /tree nginx 65532 && rm -rf /tree/usr /tree/etc/ssl && mkdir -p /tree/var/log/nginx /tree/var/lib/nginx \
    && ln -s /dev/stdout /tree/var/log/nginx/access.log && ln -s /dev/stderr /tree/var/log/nginx/error.log \
    && chown -R 65532:65532 /tree/var/log/nginx /tree/var/lib/nginx
FROM distroless-cc13 AS dhi-nginx
COPY --link --from=nginx /usr/sbin/nginx /usr/sbin/nginx
COPY --link --from=nginx-unprivileged /etc/nginx /etc/nginx
COPY --link --from=nginx /usr/share/nginx /usr/share/nginx
COPY --link --from=nginx /usr/lib/*/libpcre2-8.so.0 /usr/lib/*/libcrypt.so.1 /usr/local/lib/nginx/
COPY --link --from=dhi-nginx-accounts /tree /
ENV LD_LIBRARY_PATH=/usr/local/lib/nginx
USER nginx
WORKDIR /
EXPOSE 8080
ENTRYPOINT ["nginx"]
CMD ["-g", "daemon off;"]
