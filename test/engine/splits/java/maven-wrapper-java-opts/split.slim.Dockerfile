FROM openjdk:17-jdk-slim AS builder
RUN apt-get update && apt-get install -y --no-install-recommends curl git \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY .mvn/ .mvn
COPY mvnw pom.xml ./
RUN chmod +x mvnw && ./mvnw dependency:resolve
COPY src src
RUN ./mvnw -DskipTests package && mv target/*.jar app.jar

FROM eclipse-temurin:17-jre
WORKDIR /app
COPY --from=builder /app/app.jar /app/app.jar
ENV JAVA_OPTS="-Xmx512m"
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s CMD curl -fs http://127.0.0.1:8080/actuator/health || exit 1
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
ENTRYPOINT ["sh", "-c", "exec java $JAVA_OPTS -jar app.jar"]
