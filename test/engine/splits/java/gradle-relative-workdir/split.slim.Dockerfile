FROM gradle:jdk17 AS builder
COPY . .
RUN gradle clean bootJar

FROM eclipse-temurin:17-jre
COPY --from=builder /home/gradle/build/libs/app.jar /home/gradle/build/libs/app.jar
WORKDIR /home/gradle/build/libs
EXPOSE 8080
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
ENTRYPOINT ["java","-jar","app.jar"]
