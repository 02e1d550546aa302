FROM dhi.io/node:24-debian13-dev AS builder
WORKDIR /usr/src/app
COPY package*.json ./
RUN npm ci --omit=dev

FROM dhi.io/node:24-debian13
WORKDIR /usr/src/app
COPY --from=builder /usr/src/app /usr/src/app
COPY . .
USER node
CMD ["node", "index.js"]
