FROM node:24-slim AS builder
WORKDIR /srv/app
COPY package.json package-lock.json tsconfig.json ./
RUN npm ci
COPY src ./src
COPY views ./views
RUN npm run build && mkdir -p uploads
RUN chown 65532:65532 /srv/app/uploads

FROM gcr.io/distroless/nodejs24-debian12:nonroot
WORKDIR /srv/app
COPY --from=builder /srv/app /srv/app
ENV NODE_ENV=production
CMD ["dist/server.js"]
