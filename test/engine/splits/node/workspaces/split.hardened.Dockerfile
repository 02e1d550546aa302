FROM node:22-alpine AS builder
WORKDIR /repo
COPY package.json package-lock.json ./
COPY packages/api/package.json packages/api/
RUN npm ci --workspace packages/api
COPY packages packages
WORKDIR /repo/packages/api
RUN npm run build

FROM dhi.io/node:22-alpine
WORKDIR /repo
WORKDIR /repo/packages/api
COPY --from=builder /repo /repo
CMD ["node", "dist/index.js"]
