FROM eclipse-temurin:21-jdk-alpine AS builder
WORKDIR /app
COPY lib/ lib/
COPY src/ src/
COPY words.txt .
RUN mkdir -p out && javac -cp "lib/*" -d out $(find src -name '*.java')

FROM gcr.io/distroless/java21-debian13:nonroot
WORKDIR /app
COPY words.txt .
COPY --from=builder /app/out /app/out
COPY --from=builder /app/lib /app/lib
ENTRYPOINT ["java", "-cp", "out:lib/*", "com.example.Main"]
