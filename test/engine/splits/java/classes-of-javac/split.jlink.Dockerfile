FROM eclipse-temurin:21-jdk-alpine AS builder
WORKDIR /app
COPY lib/ lib/
COPY src/ src/
COPY words.txt .
RUN mkdir -p out && javac -cp "lib/*" -d out $(find src -name '*.java')
RUN jlink --add-modules java.se,jdk.charsets,jdk.crypto.ec,jdk.httpserver,jdk.jfr,jdk.localedata,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.security.jgss,jdk.unsupported,jdk.zipfs \
    --strip-java-debug-attributes --no-man-pages --no-header-files --compress=zip-6 \
    --output /opt/jre

FROM alpine:3.24
WORKDIR /app
COPY words.txt .
COPY --from=builder /opt/jre /opt/jre
ENV JAVA_HOME=/opt/jre PATH=/opt/jre/bin:$PATH LANG=C.UTF-8
COPY --from=builder /app/out /app/out
COPY --from=builder /app/lib /app/lib
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot
USER nonroot
CMD ["java", "-cp", "out:lib/*", "com.example.Main"]
