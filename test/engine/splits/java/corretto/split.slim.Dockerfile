FROM amazoncorretto:17 AS builder
WORKDIR /app
COPY . .
RUN ./mvnw clean package -DskipTests

FROM amazoncorretto:17-al2023-headless
WORKDIR /app
COPY --from=builder /app/target/demo-0.0.1-SNAPSHOT.jar /app/target/demo-0.0.1-SNAPSHOT.jar
USER 65532:65532
CMD ["java", "-jar", "target/demo-0.0.1-SNAPSHOT.jar"]
