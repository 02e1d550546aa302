FROM amazoncorretto:17 AS builder
WORKDIR /app
COPY . .
RUN ./mvnw clean package -DskipTests

FROM dhi.io/amazoncorretto:17
WORKDIR /app
COPY --from=builder /app/target/demo-0.0.1-SNAPSHOT.jar /app/target/demo-0.0.1-SNAPSHOT.jar
CMD ["java", "-jar", "target/demo-0.0.1-SNAPSHOT.jar"]
