FROM maven:3.8-openjdk-11-slim AS builder
WORKDIR /app
COPY . /app
RUN mvn package

FROM dhi.io/eclipse-temurin:11
WORKDIR /app
COPY --from=builder /app/target/*-exec.jar /app/app.jar
CMD ["java", "-jar", "/app/app.jar", "--server.port=8080"]
