FROM node:22-alpine AS builder
RUN apk update
RUN apk add bash git
WORKDIR /app
COPY docker-entrypoint.sh /usr/local/bin/
RUN chmod +x /usr/local/bin/docker-entrypoint.sh
COPY package*.json ./
RUN npm ci

FROM node:22-alpine
RUN apk update && apk add bash git
WORKDIR /app
COPY docker-entrypoint.sh /usr/local/bin/
RUN chmod +x /usr/local/bin/docker-entrypoint.sh
COPY --from=builder /app /app
COPY . .
VOLUME /app/data
RUN mkdir -p /app/data && chown -R node:node /app/data
USER node
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["npm", "start"]
