FROM maven:3-eclipse-temurin-17 AS builder
WORKDIR /opt/app
COPY . .
RUN mvn clean package

FROM eclipse-temurin:17-jre
WORKDIR /opt/app
COPY --from=builder /opt/app/target/quickstart-1.0.jar /opt/app/target/quickstart-1.0.jar
COPY --from=builder /opt/app/config.yml /opt/app/config.yml
EXPOSE 8000
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
ENTRYPOINT ["java"]
CMD ["-jar", "target/quickstart-1.0.jar", "server", "config.yml"]
