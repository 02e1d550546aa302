# Compiles where the sources lie
FROM openjdk:11 AS builder
COPY src JavaDocker
WORKDIR JavaDocker
RUN javac com/myapp/MyMain.java

FROM eclipse-temurin:11-jre
WORKDIR /JavaDocker
COPY --from=builder /JavaDocker /JavaDocker
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["java", "com.myapp.MyMain"]
