ARG TAG=1
FROM deck:${TAG} AS one
ARG NAME=world TOKEN
ENV A=1 B="two words" C=$NAME
ENV legacy some value
ONBUILD RUN echo trigger
ONBUILD COPY app /trig
WORKDIR /app
WORKDIR sub
WORKDIR "/q uoted"
RUN apt-get install -y anchor=1.0 \
    # comment

    && echo $NAME
RUN true
COPY app .
COPY app/a.txt app/ ./x/
COPY ["sp ace.txt", "/sp/"]
COPY --chown=1000:1000 --chmod=644 app/a.txt /y/$NAME
COPY --link --exclude=*.md app*/ /glob/
ADD app/a.txt ../z
USER 1000:$GID
EXPOSE 80 90/udp 100-102
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
USER root
RUN echo 'hi "there"' 	x
RUN ["echo", "a b", "c"]
RUN <<EOT
echo a
	echo "$NAME" \
  b
EOT
RUN <<-EOT cat > /f
	one
	two
EOT
RUN <<A cat > /f1 && cat <<B > /f2
x
A
y
B
RUN <<EOT
#!/usr/bin/env bash
echo a
EOT
COPY <<one <<two /h/
1
one
2
two
FROM one
RUN  apt-get   install -y oar
LABEL z="a b" com.example.x=1
LABEL "quoted key"="v"
HEALTHCHECK --interval=5s CMD true
VOLUME /v /w
VOLUME ["/u v"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["sh", "-c", "echo \"x\" & é <a>"]
CMD echo hi $A && \
  exit	0
