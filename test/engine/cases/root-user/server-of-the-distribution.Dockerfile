# fixed: none
FROM «debian:12»
RUN apt-get update && apt-get install -y --no-install-recommends nginx
CMD ["/usr/sbin/nginx", "-g", "daemon off;"]
