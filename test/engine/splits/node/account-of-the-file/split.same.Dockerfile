FROM node:22-slim AS builder
RUN groupadd --system app && useradd --system --gid app --create-home app
WORKDIR /app
COPY package*.json ./
RUN npm ci --omit=dev
COPY . .
RUN mkdir -p data && chown -R app:app /app

FROM node:22-slim
RUN groupadd --system app && useradd --system --gid app --create-home app
COPY --from=builder --chown=app:app /app /app
WORKDIR /app
USER app
CMD ["node", "server.js"]
