# fixed: none
FROM «nginx:1.27-alpine»
EXPOSE 80
HEALTHCHECK CMD wget -q --spider http://127.0.0.1/ || exit 1
