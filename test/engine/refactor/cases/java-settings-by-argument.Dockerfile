FROM maven:3.9-eclipse-temurin-17
WORKDIR service
COPY . .
RUN mvn -q package
CMD ["java", "-jar", "target/shop-1.0.jar", "server", "settings.yml"]
