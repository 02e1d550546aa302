FROM maven:3.9-eclipse-temurin-17 AS builder
ADD https://example.com/opentelemetry-javaagent-1.30.0.jar /opt/agent.jar
WORKDIR /app
COPY . .
RUN mvn -q package && rm -rf src

FROM eclipse-temurin:17-jre
WORKDIR /app
COPY --from=builder /app/target/pay.jar /app/target/pay.jar
COPY --from=builder --chmod=644 /opt/agent.jar /opt/agent.jar
COPY --from=builder /app/conf /app/conf
COPY --from=builder /app/keystore.p12 /app/keystore.p12
COPY keystore.p12 /etc/app/keystore.p12
RUN mkdir -p /app/logs
ENV MAVEN_OPTS=-Xmx1g OTEL_SERVICE_NAME=pay
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot && mkdir -p /app/logs && chown -R nonroot:nonroot /app/logs
USER nonroot
CMD ["java", "-javaagent:/opt/agent.jar", "-Dspring.config.additional-location=file:conf/", "-jar", "target/pay.jar"]
