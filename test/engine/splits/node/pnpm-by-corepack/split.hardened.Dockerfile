FROM node:22-slim AS builder
RUN corepack enable && corepack prepare pnpm@10 --activate
WORKDIR /app
COPY package.json pnpm-lock.yaml ./
RUN --mount=type=cache,target=/root/.local/share/pnpm/store pnpm install --frozen-lockfile
COPY . .
RUN pnpm build
RUN --mount=type=cache,target=/root/.local/share/pnpm/store CI=true pnpm prune --prod --ignore-scripts

FROM dhi.io/node:22-debian12
WORKDIR /app
COPY --from=builder /app /app
CMD ["node", "dist/index.js"]
