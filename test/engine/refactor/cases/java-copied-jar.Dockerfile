FROM maven:3.8-openjdk-17
COPY . /src
WORKDIR /src
RUN mvn -B clean package && cp target/*.jar /app.jar
ENTRYPOINT ["java", "-Xms64m", "-jar", "/app.jar"]
