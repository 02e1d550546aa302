# fixed: none
FROM «docker:27-dind»
COPY daemon.json /etc/docker/
