# fixed: none
FROM node:22
COPY a.js b.js /srv
COPY a.js b.js "/made here"
RUN mkdir -p /code/src
COPY a.js b.js /code
COPY *.js tool $UNKNOWN
WORKDIR /work/dir
COPY a.js b.js /work
COPY a.js b.js ./
COPY src a.js /lib2
FROM example.com/base
COPY a.js b.js /app
