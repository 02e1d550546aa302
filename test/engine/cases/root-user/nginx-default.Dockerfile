# fixed: nginx-default.fixed.Dockerfile
FROM «nginx:1.29»
COPY public /usr/share/nginx/html
EXPOSE 80/tcp
