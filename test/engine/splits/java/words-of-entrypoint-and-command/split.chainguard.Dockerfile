FROM maven:3-eclipse-temurin-17 AS builder
WORKDIR /opt/app
COPY . .
RUN mvn clean package

FROM cgr.dev/chainguard/jre:latest
WORKDIR /opt/app
COPY --from=builder /opt/app/target/quickstart-1.0.jar /opt/app/target/quickstart-1.0.jar
COPY --from=builder /opt/app/config.yml /opt/app/config.yml
EXPOSE 8000
ENTRYPOINT ["java"]
CMD ["-jar", "target/quickstart-1.0.jar", "server", "config.yml"]
