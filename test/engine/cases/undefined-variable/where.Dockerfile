# fixed: none
FROM alpine:3.22 AS one
ENV A="«$B»" C='$D' E=\$F G=${H:-i} J=«${K}»
LABEL l=$A$C m=pre-«$N»-post
COPY --chown=«$OWNER»:0 a /a
ARG DEFAULT=«$NOWHERE»
VOLUME /data/$A
ONBUILD WORKDIR $LATER
RUN echo $B ${K} && CMD=1
CMD echo $P
FROM one
USER $DEFAULT
WORKDIR "/srv/«$A2»"
FROM example.com/base
ENV Z=$ANY
