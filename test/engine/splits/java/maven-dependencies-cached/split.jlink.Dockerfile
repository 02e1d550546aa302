# syntax=docker/dockerfile:1
# The shop's service
FROM maven:3.9.6-eclipse-temurin-17 AS builder
WORKDIR /app

# Dependencies change less often than the sources.
COPY pom.xml .
RUN --mount=type=cache,target=/root/.m2 mvn -B dependency:go-offline

COPY src ./src
RUN --mount=type=cache,target=/root/.m2 mvn -B package -DskipTests
RUN jlink --add-modules java.se,jdk.charsets,jdk.crypto.ec,jdk.httpserver,jdk.jfr,jdk.localedata,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.security.jgss,jdk.unsupported,jdk.zipfs \
    --strip-java-debug-attributes --no-man-pages --no-header-files --compress=2 \
    --output /opt/jre

FROM gcr.io/distroless/java-base-debian13:nonroot

WORKDIR /app
COPY --from=builder /opt/jre /opt/jre
ENV JAVA_HOME=/opt/jre PATH=/opt/jre/bin:$PATH LANG=C.UTF-8
COPY --from=builder /app/target/shop-1.2.0.jar /app/target/shop-1.2.0.jar

LABEL org.opencontainers.image.title="shop"
ENV SPRING_PROFILES_ACTIVE=prod
EXPOSE 8080

# Memory follows the container.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-jar", "target/shop-1.2.0.jar"]
