FROM node:22-slim AS builder
WORKDIR /web
COPY package.json pnpm-lock.yaml ./
RUN npm install -g pnpm@10 && pnpm install --frozen-lockfile
COPY . .
RUN pnpm run build

FROM gcr.io/distroless/nodejs22-debian12:nonroot
WORKDIR /web
COPY --from=builder --chown=65532:65532 /web /web
CMD ["node_modules/vite/bin/vite.js", "preview", "--host", "0.0.0.0", "--port", "4173"]
