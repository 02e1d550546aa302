FROM postgres:16-alpine
COPY init.sql /docker-entrypoint-initdb.d/
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres", "-c", "fsync=off"]
