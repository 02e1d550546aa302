FROM maven:3.9-eclipse-temurin-21 AS builder
COPY . .
RUN mvn -B -DskipTests package

FROM gcr.io/distroless/java21-debian13:nonroot
WORKDIR /
COPY --from=builder /target/quarkus-app /target/quarkus-app
CMD ["target/quarkus-app/quarkus-run.jar"]
