FROM maven:3-eclipse-temurin-21-alpine AS builder
WORKDIR /srv/ledger
COPY . .
RUN mvn -q package

FROM eclipse-temurin:21-jre-alpine
WORKDIR /srv/ledger
COPY --from=builder /srv/ledger/target /srv/ledger/target
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot
USER nonroot
CMD ["java", "-jar", "target/ledger.jar"]
