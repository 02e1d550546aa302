# fixed: none
FROM «nginx:1.13-alpine»
COPY public /usr/share/nginx/html
