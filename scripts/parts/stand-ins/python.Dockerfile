# Python 3.11 on Debian 12 and 3.13 on Debian 13, where the real images have it: /usr/local, /opt/python or /usr.
FROM debs12 AS python12-tree
RUN python-tree.sh 3.11
FROM debs13 AS python13-tree
RUN python-tree.sh 3.13

FROM debian12 AS python12-slim
RUN --mount=from=lists12,source=/var/lib/apt/lists,target=/var/lib/apt/lists,rw \
    apt-get install -y --no-install-recommends ca-certificates netbase tzdata libexpat1 libffi8 libsqlite3-0 \
       libssl3 libncursesw6 libreadline8 libuuid1
COPY --link --from=python12-tree /tree /usr/local
COPY --link --from=python12-tree /wheels /usr/share/python-wheels
COPY --link --from=files uv.toml /etc/uv/uv.toml
RUN python3 -m ensurepip && ln -s pip3 /usr/local/bin/pip && pip --version
ENV PYTHON_VERSION=3.11.2
CMD ["python3"]

FROM debian13 AS python13-slim
RUN --mount=from=lists13,source=/var/lib/apt/lists,target=/var/lib/apt/lists,rw \
    apt-get install -y --no-install-recommends ca-certificates netbase tzdata libexpat1 libffi8 libsqlite3-0 \
       libssl3t64 libncursesw6 libreadline8t64 libuuid1
COPY --link --from=python13-tree /tree /usr/local
COPY --link --from=python13-tree /wheels /usr/share/python-wheels
COPY --link --from=files uv.toml /etc/uv/uv.toml
RUN python3 -m ensurepip && ln -s pip3 /usr/local/bin/pip && pip --version
ENV PYTHON_VERSION=3.13.5
CMD ["python3"]

FROM buildpack13 AS python13
COPY --link --from=python13-slim /usr/local /usr/local
COPY --link --from=python13-slim /usr/share/python-wheels /usr/share/python-wheels
COPY --link --from=files uv.toml /etc/uv/uv.toml
ENV PYTHON_VERSION=3.13.5
CMD ["python3"]

# What Python's modules link to, in images without package managers.
FROM debs12 AS python-libraries12
RUN unpack.sh /tree zlib1g libexpat1 libffi8 libbz2-1.0 liblzma5 libsqlite3-0 libuuid1 libncursesw6 libtinfo6 \
    libreadline8 libdb5.3 libcrypt1
FROM debs13 AS python-libraries13
RUN unpack.sh /tree zlib1g libexpat1 libffi8 libbz2-1.0 liblzma5 libsqlite3-0 libuuid1 libncursesw6 libtinfo6 \
    libreadline8t64 libdb5.3t64 libcrypt1
FROM debs12 AS distroless-python-tree12
RUN unpack.sh /tree libpython3.11-minimal libpython3.11-stdlib python3.11-minimal && ln -s python3.11 /tree/usr/bin/python3 \
    && ln -s python3 /tree/usr/bin/python
FROM debs13 AS distroless-python-tree13
RUN unpack.sh /tree libpython3.13-minimal libpython3.13-stdlib python3.13-minimal && ln -s python3.13 /tree/usr/bin/python3 \
    && ln -s python3 /tree/usr/bin/python

FROM distroless-cc12 AS distroless-python12
COPY --link --from=python-libraries12 /tree /
COPY --link --from=distroless-python-tree12 /tree /
ENTRYPOINT ["/usr/bin/python3.11"]
FROM distroless-cc13 AS distroless-python13
COPY --link --from=python-libraries13 /tree /
COPY --link --from=distroless-python-tree13 /tree /
ENTRYPOINT ["/usr/bin/python3.13"]

FROM distroless-cc12 AS dhi-python12
COPY --link --from=python-libraries12 /tree /
COPY --link --from=python12-tree /tree /opt/python
ENV PATH=/opt/python/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
USER nonroot
WORKDIR /
CMD ["python3"]
FROM distroless-cc13 AS dhi-python13
COPY --link --from=python-libraries13 /tree /
COPY --link --from=python13-tree /tree /usr
USER nonroot
WORKDIR /
CMD ["python3"]

FROM dhi-dev12 AS dhi-python12-dev
RUN --mount=from=lists12,source=/var/lib/apt/lists,target=/var/lib/apt/lists,rw \
    apt-get install -y --no-install-recommends libexpat1 libffi8 libsqlite3-0 libssl3 libncursesw6 libreadline8 libuuid1
COPY --link --from=python12-tree /tree /opt/python
COPY --link --from=python12-tree /wheels /usr/share/python-wheels
COPY --link --from=files uv.toml /etc/uv/uv.toml
ENV PATH=/opt/python/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
RUN python3 -m ensurepip && ln -s pip3 /opt/python/bin/pip && pip --version
CMD ["python3"]
FROM dhi-dev13 AS dhi-python13-dev
RUN --mount=from=lists13,source=/var/lib/apt/lists,target=/var/lib/apt/lists,rw \
    apt-get install -y --no-install-recommends libexpat1 libffi8 libsqlite3-0 libssl3t64 libncursesw6 libreadline8t64 libuuid1
COPY --link --from=python13-tree /tree /usr
COPY --link --from=python13-tree /wheels /usr/share/python-wheels
COPY --link --from=files uv.toml /etc/uv/uv.toml
RUN python3 -m ensurepip && ln -s pip3 /usr/bin/pip && pip --version
CMD ["python3"]

# The program alone, as it is copied from this image.
FROM python13-slim AS uv-tree
COPY uv.whl /uv.zip
RUN python3 -m zipfile -e /uv.zip /uv && mkdir /tree && find /uv -name uv -type f -exec mv {} /tree/uv ';' && chmod 755 /tree/uv
FROM scratch AS uv
COPY --link --from=uv-tree /tree /
ENTRYPOINT ["/uv"]
