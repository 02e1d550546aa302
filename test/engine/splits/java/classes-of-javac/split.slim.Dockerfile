FROM eclipse-temurin:21-jdk-alpine AS builder
WORKDIR /app
COPY lib/ lib/
COPY src/ src/
COPY words.txt .
RUN mkdir -p out && javac -cp "lib/*" -d out $(find src -name '*.java')

FROM eclipse-temurin:21-jre-alpine
WORKDIR /app
COPY words.txt .
COPY --from=builder /app/out /app/out
COPY --from=builder /app/lib /app/lib
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot
USER nonroot
CMD ["java", "-cp", "out:lib/*", "com.example.Main"]
