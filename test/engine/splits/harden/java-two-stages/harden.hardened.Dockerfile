FROM dhi.io/maven:3.9-jdk21-debian13-dev AS build
WORKDIR /build
COPY pom.xml .
RUN mvn -B dependency:go-offline
COPY src ./src
RUN mvn -B package

FROM dhi.io/eclipse-temurin:21-debian13
WORKDIR /app
COPY --from=build /build/target/app.jar app.jar
EXPOSE 8080
USER 10001
ENTRYPOINT ["java", "-jar", "app.jar"]
