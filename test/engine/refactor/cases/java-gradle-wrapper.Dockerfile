FROM eclipse-temurin:17-jdk
WORKDIR /workspace
COPY gradlew settings.gradle build.gradle ./
COPY gradle ./gradle
COPY src ./src
RUN ./gradlew bootJar --no-daemon
ENV JAVA_OPTS="-Xmx256m"
EXPOSE 8080
CMD java $JAVA_OPTS -jar build/libs/loans.jar
