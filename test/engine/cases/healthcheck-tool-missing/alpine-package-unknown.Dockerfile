FROM node:22-alpine
RUN apk add --no-cache tini our-own-package
WORKDIR /app
COPY . .
HEALTHCHECK CMD curl -f http://127.0.0.1:8000/
USER node
ENTRYPOINT ["tini", "--", "node", "server.js"]
