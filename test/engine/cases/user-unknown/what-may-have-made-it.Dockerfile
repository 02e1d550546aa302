FROM debian:12 AS a
RUN id app || useradd app
USER app
RUN true
FROM debian:12 AS b
COPY passwd /etc/
USER app
RUN true
FROM debian:12 AS c
RUN sed -i s/x/app/ /etc/passwd
USER app
RUN true
FROM ubuntu:latest AS d
USER ubuntu
RUN true
FROM debian:12
RUN useradd -rms /bin/bash app && usermod -l other app
USER other
RUN true
USER «app»
RUN true
