FROM maven:3.8-openjdk-11-slim AS builder
WORKDIR /app
COPY . /app
RUN mvn package

FROM eclipse-temurin:11-jre
WORKDIR /app
COPY --from=builder /app/target/*-exec.jar /app/target/
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD java -jar target/*-exec.jar --server.port=8080
