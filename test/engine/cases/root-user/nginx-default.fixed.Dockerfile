# fixed: nginx-default.fixed.Dockerfile
FROM nginxinc/nginx-unprivileged:1.29
COPY public /usr/share/nginx/html
EXPOSE 8080/tcp
