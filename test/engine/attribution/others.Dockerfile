ARG TAG=1
FROM deck:${TAG} AS one
ARG NAME=world TOKEN
ENV A=1 B="two words" C=$NAME
ONBUILD RUN echo trigger
ONBUILD COPY app /trig
WORKDIR /app
WORKDIR sub
RUN apt-get install -y anchor=1.0 \
    # comment
    && echo $NAME
RUN true
COPY app .
COPY app/a.txt app/ ./x/
COPY ["sp ace.txt", "/sp/"]
COPY --chown=1000:1000 app/a.txt /y/
ADD app/a.txt ../z
USER 1000
EXPOSE 80 90/udp
SHELL ["/bin/bash", "-c"]
USER root
RUN echo 'hi "there"'
RUN ["echo", "a b", "c"]
FROM one
RUN  apt-get   install -y oar
LABEL z="a b" com.example.x=1
HEALTHCHECK --interval=5s CMD true
VOLUME /v /w
STOPSIGNAL SIGTERM
ENTRYPOINT ["sh", "-c", "echo \"x\""]
CMD echo hi $A
