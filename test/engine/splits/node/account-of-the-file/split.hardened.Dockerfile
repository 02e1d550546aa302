FROM node:22-slim AS builder
RUN groupadd --system app && useradd --system --gid app --create-home app
WORKDIR /app
COPY package*.json ./
RUN npm ci --omit=dev
COPY . .
RUN mkdir -p data && chown -R app:app /app

FROM dhi.io/node:22-debian12
COPY --from=builder --chown=1000:1000 /app /app
WORKDIR /app
USER node
CMD ["node", "server.js"]
