FROM maven:3.9-eclipse-temurin-21 AS builder
COPY . .
RUN mvn -B -DskipTests package

FROM eclipse-temurin:21-jre
COPY --from=builder /target/quarkus-app /target/quarkus-app
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["java", "-jar", "target/quarkus-app/quarkus-run.jar"]
