FROM eclipse-temurin:21-jdk-alpine AS builder
RUN apk add --no-cache bash
WORKDIR /app
COPY . .
RUN ./gradlew shadowJar
RUN jlink --add-modules java.se,jdk.charsets,jdk.crypto.ec,jdk.httpserver,jdk.jfr,jdk.localedata,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.security.jgss,jdk.unsupported,jdk.zipfs \
    --strip-java-debug-attributes --no-man-pages --no-header-files --compress=zip-6 \
    --output /opt/jre

FROM alpine:3.24
RUN apk add --no-cache bash
WORKDIR /app
RUN apk add --no-cache curl
COPY --from=builder /opt/jre /opt/jre
ENV JAVA_HOME=/opt/jre PATH=/opt/jre/bin:$PATH LANG=C.UTF-8
COPY --from=builder /app/build/libs/app-all.jar /app/build/libs/app-all.jar
HEALTHCHECK CMD ["curl", "-f", "http://localhost:8080/health"]
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot
USER nonroot
CMD ["java", "-jar", "build/libs/app-all.jar"]
