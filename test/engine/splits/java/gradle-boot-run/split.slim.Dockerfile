FROM eclipse-temurin:17-jdk-alpine AS builder
WORKDIR /src
COPY . .
RUN chmod +x gradlew && ./gradlew build --no-daemon

FROM eclipse-temurin:17-jre-alpine
WORKDIR /src
COPY --from=builder /src/build/libs/shop-0.0.1-SNAPSHOT.jar /src/build/libs/shop-0.0.1-SNAPSHOT.jar
EXPOSE 8080
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot
USER nonroot
CMD ["java", "-jar", "build/libs/shop-0.0.1-SNAPSHOT.jar"]
