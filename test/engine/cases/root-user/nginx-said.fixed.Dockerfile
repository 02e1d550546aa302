# fixed: nginx-said.fixed.Dockerfile
FROM nginxinc/nginx-unprivileged:1.29
USER root
RUN apt-get update && apt-get install -y gettext-base
COPY public /usr/share/nginx/html
USER nginx
