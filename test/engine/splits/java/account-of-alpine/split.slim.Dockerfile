FROM maven:3.9.6-eclipse-temurin-17-alpine AS builder
WORKDIR /build
COPY pom.xml ./
COPY src ./src
RUN mvn -B clean package
RUN mv target/api.jar /app.jar

FROM eclipse-temurin:17-jre-alpine
WORKDIR /build
COPY --from=builder /app.jar /app.jar
RUN addgroup -S spring && adduser -S spring -G spring
USER spring:spring
VOLUME /tmp
HEALTHCHECK CMD wget -q --spider http://127.0.0.1:8080/health || exit 1
ENTRYPOINT ["java", "-jar", "/app.jar"]
