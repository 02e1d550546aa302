FROM oven/bun:1.3 AS builder
WORKDIR /app
COPY package.json bun.lock ./
RUN bun install --frozen-lockfile --production

FROM oven/bun:1.3
WORKDIR /app
COPY --from=builder /app /app
COPY . .
USER bun
CMD ["bun", "run", "src/index.ts"]
