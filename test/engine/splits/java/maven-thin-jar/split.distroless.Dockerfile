FROM maven:3-eclipse-temurin-21-alpine AS builder
WORKDIR /srv/ledger
COPY . .
RUN mvn -q package

FROM gcr.io/distroless/java21-debian13:nonroot
WORKDIR /srv/ledger
COPY --from=builder /srv/ledger/target /srv/ledger/target
CMD ["target/ledger.jar"]
