# fixed: written-paths.fixed.Dockerfile
FROM node:22-alpine
ENV STATE=/srv/state
WORKDIR /app
RUN mkdir -p logs "$STATE" /etc/app/data /tmp/x
COPY . .
VOLUME /data
EXPOSE 443
RUN mkdir -p /app/logs /data /srv/state && chown -R node:node /app/logs /data /srv/state
USER node
# The server.
CMD ["node", "server.js"]
