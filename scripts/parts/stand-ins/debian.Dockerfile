# The systems that the other stand-ins share, each a layer that is stored once. mmdebstrap made the two tars.
FROM scratch AS debian12
ADD debian12.tar /
COPY --from=files docker-clean /etc/apt/apt.conf.d/
COPY --from=files pip.conf /etc/pip.conf
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
CMD ["bash"]

FROM scratch AS debian13
ADD debian13.tar /
COPY --from=files docker-clean /etc/apt/apt.conf.d/
COPY --from=files pip.conf /etc/pip.conf
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
CMD ["bash"]

# The lists of packages, fetched once and lent to the steps that install.
FROM debian12 AS lists12
RUN apt-get update
FROM debian13 AS lists13
RUN apt-get update

# What the full images of languages stand on: a compiler, curl and wget; then headers of common libraries.
FROM debian12 AS compiler12
RUN --mount=from=lists12,source=/var/lib/apt/lists,target=/var/lib/apt/lists,rw \
    apt-get install -y --no-install-recommends ca-certificates curl wget g++ gcc libc6-dev make pkg-config
FROM compiler12 AS buildpack12
RUN --mount=from=lists12,source=/var/lib/apt/lists,target=/var/lib/apt/lists,rw \
    apt-get install -y --no-install-recommends libbz2-dev libexpat1-dev libffi-dev liblzma-dev libncurses-dev libpq-dev \
       libreadline-dev libsqlite3-dev libssl-dev libyaml-dev uuid-dev zlib1g-dev

FROM debian13 AS compiler13
RUN --mount=from=lists13,source=/var/lib/apt/lists,target=/var/lib/apt/lists,rw \
    apt-get install -y --no-install-recommends ca-certificates curl wget g++ gcc libc6-dev make pkg-config
FROM compiler13 AS buildpack13
RUN --mount=from=lists13,source=/var/lib/apt/lists,target=/var/lib/apt/lists,rw \
    apt-get install -y --no-install-recommends libbz2-dev libexpat1-dev libffi-dev liblzma-dev libncurses-dev libpq-dev \
       libreadline-dev libsqlite3-dev libssl-dev libyaml-dev uuid-dev zlib1g-dev

# The packages that distroless images are unpacked from, with no script of theirs run; so are the real ones made.
FROM debian12 AS debs12
WORKDIR /debs
RUN --mount=from=lists12,source=/var/lib/apt/lists,target=/var/lib/apt/lists,rw \
    apt-get download base-files netbase tzdata ca-certificates media-types libc6 libssl3 libgcc-s1 libstdc++6 \
       libgomp1 zlib1g libexpat1 libffi8 libbz2-1.0 liblzma5 libsqlite3-0 libuuid1 libncursesw6 libtinfo6 \
       libreadline8 libdb5.3 libcrypt1 python3.11-minimal libpython3.11-minimal libpython3.11-stdlib python3.11 \
       libpython3.11-dev python3.11-venv python3-pip-whl python3-setuptools-whl
COPY --link --from=files --chmod=755 unpack.sh python-tree.sh /usr/local/bin/

FROM debian13 AS debs13
WORKDIR /debs
RUN --mount=from=lists13,source=/var/lib/apt/lists,target=/var/lib/apt/lists,rw \
    apt-get download base-files netbase tzdata ca-certificates media-types libc6 libssl3t64 libgcc-s1 libstdc++6 \
       libgomp1 zlib1g libzstd1 libexpat1 libffi8 libbz2-1.0 liblzma5 libsqlite3-0 libuuid1 libncursesw6 libtinfo6 \
       libreadline8t64 libdb5.3t64 libcrypt1 python3.13-minimal libpython3.13-minimal libpython3.13-stdlib python3.13 \
       libpython3.13-dev python3.13-venv python3-pip-whl python3-setuptools-whl busybox-static \
       openjdk-21-jre-headless openjdk-21-jdk-headless
COPY --link --from=files --chmod=755 unpack.sh python-tree.sh /usr/local/bin/

FROM debs12 AS static-tree12
RUN unpack.sh /tree base-files netbase tzdata ca-certificates media-types && unpack.sh --accounts /tree nonroot 65532
FROM debs12 AS base-tree12
COPY --link --from=static-tree12 /tree /tree
RUN unpack.sh /tree libc6 libssl3 libgcc-s1
FROM debs12 AS cc-tree12
COPY --link --from=base-tree12 /tree /tree
RUN unpack.sh /tree libstdc++6 libgomp1 zlib1g

FROM debs13 AS static-tree13
RUN unpack.sh /tree base-files netbase tzdata ca-certificates media-types && unpack.sh --accounts /tree nonroot 65532
FROM debs13 AS base-tree13
COPY --link --from=static-tree13 /tree /tree
RUN unpack.sh /tree libc6 libssl3t64 libzstd1 libgcc-s1
FROM debs13 AS cc-tree13
COPY --link --from=base-tree13 /tree /tree
RUN unpack.sh /tree libstdc++6 libgomp1 zlib1g

# gcr.io/distroless: no shell, no package manager, the account 65532 by number.
FROM scratch AS distroless-static12
COPY --link --from=static-tree12 /tree /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
USER 65532
WORKDIR /home/nonroot

FROM scratch AS distroless-base12
COPY --link --from=base-tree12 /tree /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
USER 65532
WORKDIR /home/nonroot

FROM scratch AS distroless-cc12
COPY --link --from=cc-tree12 /tree /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
USER 65532
WORKDIR /home/nonroot

FROM scratch AS distroless-static13
COPY --link --from=static-tree13 /tree /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
USER 65532
WORKDIR /home/nonroot

FROM scratch AS distroless-base13
COPY --link --from=base-tree13 /tree /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
USER 65532
WORKDIR /home/nonroot

FROM scratch AS distroless-cc13
COPY --link --from=cc-tree13 /tree /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
USER 65532
WORKDIR /home/nonroot

# dhi.io: the same trees, the account by name, started in /.
FROM distroless-static13 AS dhi-static
USER nonroot
WORKDIR /
FROM distroless-cc13 AS dhi-static-glibc
USER nonroot
WORKDIR /

# A variant to build in: root, apt and a shell, no compiler.
FROM debian13 AS dhi-dev13
RUN --mount=from=lists13,source=/var/lib/apt/lists,target=/var/lib/apt/lists,rw apt-get install -y --no-install-recommends ca-certificates \
    && groupadd --gid 65532 nonroot && useradd --uid 65532 --gid 65532 --no-log-init --create-home nonroot
FROM debian12 AS dhi-dev12
RUN --mount=from=lists12,source=/var/lib/apt/lists,target=/var/lib/apt/lists,rw apt-get install -y --no-install-recommends ca-certificates \
    && groupadd --gid 65532 nonroot && useradd --uid 65532 --gid 65532 --no-log-init --create-home nonroot

# One static program with its commands as links.
FROM debs13 AS busybox-tree
RUN unpack.sh /unpacked busybox-static && mkdir -p /tree/bin /tree/etc /tree/tmp && cp /unpacked/usr/bin/busybox /tree/bin/busybox \
    && for name in $(/tree/bin/busybox --list); do [ "$name" = busybox ] || ln /tree/bin/busybox "/tree/bin/$name"; done \
    && cp /etc/passwd /etc/group /tree/etc/
FROM scratch AS busybox
COPY --link --from=busybox-tree /tree /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
CMD ["sh"]
