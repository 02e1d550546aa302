# fixed: nginx-said.fixed.Dockerfile
FROM nginx:1.29
RUN apt-get update && apt-get install -y gettext-base
COPY public /usr/share/nginx/html
USER «root»
