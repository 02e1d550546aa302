FROM maven:3.9-eclipse-temurin-21 AS builder
RUN apt-get update && apt-get install -y nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /srv
COPY . .
RUN npm ci && npm run build && mvn -q package

FROM eclipse-temurin:21-jre
WORKDIR /srv
COPY --from=builder /srv/dist /srv/dist
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["java", "-jar", "dist/Shop.jar"]
