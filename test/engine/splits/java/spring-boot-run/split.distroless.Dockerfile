FROM maven:3.9.9-eclipse-temurin-21 AS builder
WORKDIR /app
COPY pom.xml .
RUN mvn dependency:go-offline
COPY src ./src
RUN mvn -B package -DskipTests

FROM gcr.io/distroless/java21-debian13:nonroot
WORKDIR /app
COPY --from=builder /app/target/board-0.9.jar /app/target/board-0.9.jar
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "target/board-0.9.jar", "--spring.profiles.active=prod"]
