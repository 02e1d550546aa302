FROM gradle:8.5-jdk21-alpine AS builder
USER root
WORKDIR /home/gradle/project
COPY --chown=gradle:gradle . .
RUN gradle bootJar --no-daemon

FROM gcr.io/distroless/java21-debian13:nonroot
WORKDIR /home/gradle/project
COPY --from=builder /home/gradle/project/build/libs/orders-0.1.jar /home/gradle/project/build/libs/orders-0.1.jar
COPY --from=builder /home/gradle/project/config /home/gradle/project/config
EXPOSE 9000
ENTRYPOINT ["java", "-Dserver.port=9000", "-jar", "build/libs/orders-0.1.jar"]
