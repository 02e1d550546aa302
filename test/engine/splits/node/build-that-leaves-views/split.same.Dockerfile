FROM node:24-slim AS builder
WORKDIR /srv/app
COPY package.json package-lock.json tsconfig.json ./
RUN npm ci
COPY src ./src
COPY views ./views
RUN npm run build && mkdir -p uploads
RUN chown node:node /srv/app/uploads

FROM node:24-slim
WORKDIR /srv/app
COPY --from=builder /srv/app /srv/app
ENV NODE_ENV=production
USER node
CMD ["node", "dist/server.js"]
