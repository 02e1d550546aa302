FROM node:22-slim AS builder
WORKDIR /web
COPY package.json pnpm-lock.yaml ./
RUN npm install -g pnpm@10 && pnpm install --frozen-lockfile
COPY . .
RUN pnpm run build

FROM dhi.io/node:22-debian12
WORKDIR /web
COPY --from=builder --chown=1000:1000 /web /web
CMD ["node", "node_modules/vite/bin/vite.js", "preview", "--host", "0.0.0.0", "--port", "4173"]
