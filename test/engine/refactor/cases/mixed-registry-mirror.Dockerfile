FROM registry.example.com/mirror/node:20-bookworm-slim
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
COPY lib ./lib
COPY bin ./bin
ENTRYPOINT ["node", "bin/cli.js"]
