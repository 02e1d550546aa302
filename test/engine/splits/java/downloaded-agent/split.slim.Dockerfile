FROM maven:3.9-eclipse-temurin-21 AS builder
WORKDIR /app
COPY . .
RUN mvn -q package

FROM eclipse-temurin:21-jre
WORKDIR /app
COPY --from=builder /app/target /app/target
ADD --chmod=644 https://example.com/agent-2.1.jar /opt/agent.jar
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["java", "-javaagent:/opt/agent.jar", "-jar", "target/pay.jar"]
