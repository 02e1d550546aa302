FROM tomcat:9-jdk17-temurin AS builder
RUN apt-get update && apt-get install -y --no-install-recommends maven openjdk-17-jdk-headless \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY pom.xml .
COPY src src
RUN mvn -B package && cp target/shop.war /usr/local/tomcat/webapps/ROOT.war

FROM tomcat:9-jre17-temurin
COPY --from=builder /usr/local/tomcat/webapps/ROOT.war /usr/local/tomcat/webapps/ROOT.war
WORKDIR /usr/local/tomcat
EXPOSE 8080
CMD ["catalina.sh", "run"]
