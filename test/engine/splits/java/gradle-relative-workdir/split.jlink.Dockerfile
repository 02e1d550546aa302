FROM gradle:jdk17 AS builder
COPY . .
RUN gradle clean bootJar
RUN jlink --add-modules java.se,jdk.charsets,jdk.crypto.ec,jdk.httpserver,jdk.jfr,jdk.localedata,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.security.jgss,jdk.unsupported,jdk.zipfs \
    --strip-java-debug-attributes --no-man-pages --no-header-files --compress=2 \
    --output /opt/jre

FROM gcr.io/distroless/java-base-debian13:nonroot
COPY --from=builder /opt/jre /opt/jre
ENV JAVA_HOME=/opt/jre PATH=/opt/jre/bin:$PATH LANG=C.UTF-8
COPY --from=builder /home/gradle/build/libs/app.jar /home/gradle/build/libs/app.jar
WORKDIR /home/gradle/build/libs
EXPOSE 8080
ENTRYPOINT ["java","-jar","app.jar"]
