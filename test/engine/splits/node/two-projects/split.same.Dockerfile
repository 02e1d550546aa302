FROM node:22-slim AS builder
WORKDIR /app
COPY . .
RUN cd client && npm ci && npm run build
RUN cd server && npm ci --omit=dev
RUN cp -r client/dist /srv/public

FROM node:22-slim
WORKDIR /app
COPY --from=builder /app /app
COPY --from=builder /srv/public /srv/public
WORKDIR /app/server
USER node
CMD ["node", "index.js"]
