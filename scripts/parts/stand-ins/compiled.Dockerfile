# Go (of this machine), Rust and Java 21 (of Debian 13), and a program that plays the dotnet commands.
FROM compiler13 AS golang
COPY --link --from=go . /usr/local/go
ENV GOLANG_VERSION=1.26 GOTOOLCHAIN=local GOPATH=/go PATH=/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
RUN mkdir -p /go/src /go/bin && chmod -R 1777 /go && go version
WORKDIR /go

FROM golang AS dhi-golang-dev
RUN groupadd --gid 65532 nonroot && useradd --uid 65532 --gid 65532 --no-log-init --create-home nonroot
CMD ["go", "help"]

FROM debian13 AS rust-slim
RUN --mount=from=lists13,source=/var/lib/apt/lists,target=/var/lib/apt/lists,rw apt-get install -y --no-install-recommends ca-certificates gcc libc6-dev rustc cargo \
    && mkdir -p /usr/local/cargo/bin /usr/local/rustup && ln -s /usr/bin/cargo /usr/bin/rustc /usr/bin/rustdoc /usr/local/cargo/bin/
ENV RUSTUP_HOME=/usr/local/rustup CARGO_HOME=/usr/local/cargo PATH=/usr/local/cargo/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    RUST_VERSION=1.85.1

FROM rust-slim AS rust
RUN --mount=from=lists13,source=/var/lib/apt/lists,target=/var/lib/apt/lists,rw \
    apt-get install -y --no-install-recommends curl wget g++ make pkg-config libpq-dev libsqlite3-dev libssl-dev zlib1g-dev

FROM rust-slim AS dhi-rust-dev
RUN groupadd --gid 65532 nonroot && useradd --uid 65532 --gid 65532 --no-log-init --create-home nonroot
WORKDIR /build
CMD ["/bin/bash"]

# Debian's OpenJDK as one folder, with its settings inside instead of in /etc.
FROM debs13 AS jre-tree
RUN unpack.sh /jre openjdk-21-jre-headless && cd /jre/usr/lib/jvm/java-21-openjdk-* && mkdir /tree \
    && cp -a bin lib /tree/ && cp -rL /jre/etc/java-21-openjdk /tree/conf \
    && find /tree -xtype l -delete && test -x /tree/bin/java && test -e /tree/conf/security/java.security
FROM jre-tree AS jdk-tree
RUN unpack.sh /jdk openjdk-21-jdk-headless && cp -a /jdk/usr/lib/jvm/java-21-openjdk-*/. /tree/ && test -x /tree/bin/javac

FROM debian13 AS java-base
RUN --mount=from=lists13,source=/var/lib/apt/lists,target=/var/lib/apt/lists,rw apt-get install -y --no-install-recommends ca-certificates curl wget zlib1g \
    && groupadd --gid 1000 ubuntu && useradd --uid 1000 --gid 1000 --shell /bin/bash --create-home ubuntu
COPY --link --from=files --chmod=755 exec.sh /__cacert_entrypoint.sh
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    LANG=C.UTF-8 JAVA_VERSION=jdk-21
ENTRYPOINT ["/__cacert_entrypoint.sh"]
FROM java-base AS temurin-jre
COPY --link --from=jre-tree /tree /opt/java/openjdk
RUN java -version
FROM java-base AS temurin-jdk
# jlink strips debugging symbols by objcopy.
RUN --mount=from=lists13,source=/var/lib/apt/lists,target=/var/lib/apt/lists,rw apt-get install -y --no-install-recommends binutils
COPY --link --from=jdk-tree /tree /opt/java/openjdk
RUN javac -version
CMD ["jshell"]

# Maven of Debian with Debian's own offline repository as the only place where it finds plug-ins and dependencies.
FROM debian13 AS maven-packages
RUN --mount=from=lists13,source=/var/lib/apt/lists,target=/var/lib/apt/lists,rw mkdir -p /usr/share/man/man1 \
    && apt-get install -y --no-install-recommends maven libmaven-compiler-plugin-java libmaven-resources-plugin-java \
       libmaven-jar-plugin-java libmaven-shade-plugin-java libmaven-dependency-plugin-java libsurefire-java \
       libmaven-assembly-plugin-java libmaven-clean-plugin-java libcommons-lang3-java libgoogle-gson-java \
    && mkdir -p /tree/usr/share /tree/etc /tree/usr/bin && ln -s ../share/maven/bin/mvn /tree/usr/bin/mvn \
    && cp -a /usr/share/maven /usr/share/maven-repo /usr/share/java /tree/usr/share/ && cp -a /etc/maven /tree/etc/
FROM temurin-jdk AS maven
COPY --link --from=maven-packages /tree/usr /usr
COPY --link --from=maven-packages /tree/etc /etc
COPY --link --from=files maven-settings.xml /etc/maven/settings.xml
COPY --link --from=files --chmod=755 exec.sh /usr/local/bin/mvn-entrypoint.sh
RUN mvn --version
ENV MAVEN_HOME=/usr/share/maven MAVEN_CONFIG=/root/.m2
ENTRYPOINT ["/usr/local/bin/mvn-entrypoint.sh"]
CMD ["mvn"]

FROM debs13 AS distroless-java-tree
COPY --link --from=jre-tree /tree /tree/usr/lib/jvm/java-21-openjdk
RUN mkdir -p /tree/usr/bin && ln -s ../lib/jvm/java-21-openjdk/bin/java /tree/usr/bin/java
FROM distroless-cc13 AS distroless-java
COPY --link --from=distroless-java-tree /tree /
ENV JAVA_VERSION=21
ENTRYPOINT ["/usr/bin/java", "-jar"]
FROM distroless-cc13 AS distroless-java-base
FROM distroless-cc13 AS dhi-temurin
COPY --link --from=jre-tree /tree /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
USER nonroot
WORKDIR /
CMD ["java", "--help"]
FROM dhi-dev13 AS dhi-temurin-dev
COPY --link --from=jdk-tree /tree /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
CMD ["/bin/bash"]

# A program that plays `dotnet`: see dotnet/main.go for what it checks and what it does not do. No .NET was ever run here.
FROM golang AS dotnet-program
COPY --link --from=files dotnet /src
RUN cd /src && CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o /tree/usr/share/dotnet/dotnet . \
    && mkdir -p /tree/usr/bin /tree/usr/share/dotnet/shared/Microsoft.NETCore.App/8.0.20 && ln -s /usr/share/dotnet/dotnet /tree/usr/bin/dotnet
FROM debian12 AS dotnet-runtime-deps
RUN --mount=from=lists12,source=/var/lib/apt/lists,target=/var/lib/apt/lists,rw apt-get install -y --no-install-recommends ca-certificates libssl3 libstdc++6 tzdata \
    && groupadd --gid 1654 app && useradd --uid 1654 --gid 1654 --create-home app
ENV APP_UID=1654 ASPNETCORE_HTTP_PORTS=8080 DOTNET_RUNNING_IN_CONTAINER=true
FROM dotnet-runtime-deps AS dotnet-runtime
COPY --link --from=dotnet-program /tree /
ENV DOTNET_VERSION=8.0.20
FROM dotnet-runtime AS dotnet-aspnet
RUN mkdir -p /usr/share/dotnet/shared/Microsoft.AspNetCore.App/8.0.20
ENV ASPNET_VERSION=8.0.20
FROM dotnet-aspnet AS dotnet-sdk
RUN --mount=from=lists12,source=/var/lib/apt/lists,target=/var/lib/apt/lists,rw apt-get install -y --no-install-recommends curl wget && mkdir -p /usr/share/dotnet/sdk/8.0.414
ENV DOTNET_SDK_VERSION=8.0.414
FROM debs12 AS dotnet-accounts
RUN mkdir -p /tree/usr/share/ca-certificates/mozilla && touch /tree/usr/share/ca-certificates/mozilla/none.crt \
    && unpack.sh --accounts /tree app 1654 && rm -rf /tree/usr /tree/etc/ssl
FROM distroless-cc12 AS dotnet-aspnet-chiseled
COPY --link --from=dotnet-accounts /tree /
COPY --link --from=dotnet-aspnet /usr/share/dotnet /usr/share/dotnet
COPY --link --from=dotnet-program /tree/usr/bin /usr/bin
ENV APP_UID=1654 ASPNETCORE_HTTP_PORTS=8080 DOTNET_RUNNING_IN_CONTAINER=true DOTNET_VERSION=8.0.20 ASPNET_VERSION=8.0.20
USER 1654
WORKDIR /
FROM distroless-cc13 AS dhi-aspnetcore
COPY --link --from=dotnet-aspnet /usr/share/dotnet /usr/share/dotnet
COPY --link --from=dotnet-program /tree/usr/bin /usr/bin
ENV ASPNETCORE_HTTP_PORTS=8080 DOTNET_RUNNING_IN_CONTAINER=true DOTNET_VERSION=8.0.20 ASPNET_VERSION=8.0.20
USER nonroot
WORKDIR /
CMD ["dotnet", "--help"]
