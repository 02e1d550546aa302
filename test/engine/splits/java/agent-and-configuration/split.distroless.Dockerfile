FROM maven:3.9-eclipse-temurin-17 AS builder
ADD https://example.com/opentelemetry-javaagent-1.30.0.jar /opt/agent.jar
WORKDIR /app
COPY . .
RUN mvn -q package && rm -rf src
RUN mkdir -p /app/logs

FROM gcr.io/distroless/java17-debian13:nonroot
WORKDIR /app
COPY --from=builder /app/target/pay.jar /app/target/pay.jar
COPY --from=builder --chmod=644 /opt/agent.jar /opt/agent.jar
COPY --from=builder /app/conf /app/conf
COPY --from=builder /app/keystore.p12 /app/keystore.p12
COPY keystore.p12 /etc/app/keystore.p12
COPY --from=builder --chown=65532:65532 /app/logs /app/logs
ENV MAVEN_OPTS=-Xmx1g OTEL_SERVICE_NAME=pay
ENTRYPOINT ["java", "-javaagent:/opt/agent.jar", "-Dspring.config.additional-location=file:conf/", "-jar", "target/pay.jar"]
