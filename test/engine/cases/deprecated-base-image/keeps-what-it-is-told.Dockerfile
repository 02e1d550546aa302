# fixed: none
# The folder of the JDK is named, a digest pins the image, and another package manager is used.
FROM «openjdk:8-jdk» AS a
ENV JAVA_HOME=/usr/local/openjdk-8
FROM «openjdk:11-jre-slim@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa» AS b
FROM «centos:8»
RUN yum install -y httpd
COPY --from=«maven:3-jdk-7» /usr/share/maven /usr/share/maven
