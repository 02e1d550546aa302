FROM eclipse-temurin:21-jdk-alpine AS builder
WORKDIR /app
COPY mvnw pom.xml docker-entrypoint.sh ./
COPY .mvn .mvn
COPY src src
RUN chmod +x mvnw docker-entrypoint.sh && ./mvnw -q package && cp target/api.jar app.jar

FROM eclipse-temurin:21-jre-alpine
WORKDIR /app
COPY --from=builder /app/app.jar /app/app.jar
COPY --from=builder /app/docker-entrypoint.sh /app/docker-entrypoint.sh
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot
USER nonroot
ENTRYPOINT ["./docker-entrypoint.sh"]
CMD ["java", "-jar", "app.jar"]
