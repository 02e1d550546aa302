# syntax=docker/dockerfile:1
# The shop's service
FROM maven:3.9.6-eclipse-temurin-17 AS builder
WORKDIR /app

# Dependencies change less often than the sources.
COPY pom.xml .
RUN --mount=type=cache,target=/root/.m2 mvn -B dependency:go-offline

COPY src ./src
RUN --mount=type=cache,target=/root/.m2 mvn -B package -DskipTests

FROM eclipse-temurin:17-jre

WORKDIR /app
COPY --from=builder /app/target/shop-1.2.0.jar /app/target/shop-1.2.0.jar

LABEL org.opencontainers.image.title="shop"
ENV SPRING_PROFILES_ACTIVE=prod
EXPOSE 8080

RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
# Memory follows the container.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-jar", "target/shop-1.2.0.jar"]
