# fixed: none
FROM debian:12
RUN «['sh', '-c', 'it's']»
RUN [ "$A" = "b" ] || [ -n '' ]
RUN [ -d /x ]
ENTRYPOINT «[npm start, now]»
HEALTHCHECK CMD «["check", "C:\dir"]»
CMD «["a", "b"] "c"»
