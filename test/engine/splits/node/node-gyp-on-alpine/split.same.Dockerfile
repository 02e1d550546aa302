FROM node:20-alpine AS builder
RUN apk add --no-cache python3 make g++ cairo-dev jpeg-dev pango-dev giflib-dev tini
WORKDIR /app
COPY package.json yarn.lock ./
RUN yarn install --frozen-lockfile --production && yarn cache clean

FROM node:20-alpine
RUN apk add --no-cache cairo libjpeg-turbo pango giflib tini
WORKDIR /app
COPY --from=builder /app /app
COPY . .
USER node
ENTRYPOINT ["/sbin/tini", "--"]
CMD ["node", "index.js"]
