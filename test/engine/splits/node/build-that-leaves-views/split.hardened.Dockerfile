FROM node:24-slim AS builder
WORKDIR /srv/app
COPY package.json package-lock.json tsconfig.json ./
RUN npm ci
COPY src ./src
COPY views ./views
RUN npm run build && mkdir -p uploads
RUN chown 1000:1000 /srv/app/uploads

FROM dhi.io/node:24-debian12
WORKDIR /srv/app
COPY --from=builder /srv/app /srv/app
ENV NODE_ENV=production
CMD ["node", "dist/server.js"]
