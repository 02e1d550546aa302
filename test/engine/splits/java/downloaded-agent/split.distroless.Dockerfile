FROM maven:3.9-eclipse-temurin-21 AS builder
WORKDIR /app
COPY . .
RUN mvn -q package

FROM gcr.io/distroless/java21-debian13:nonroot
WORKDIR /app
COPY --from=builder /app/target /app/target
ADD --chmod=644 https://example.com/agent-2.1.jar /opt/agent.jar
ENTRYPOINT ["java", "-javaagent:/opt/agent.jar", "-jar", "target/pay.jar"]
