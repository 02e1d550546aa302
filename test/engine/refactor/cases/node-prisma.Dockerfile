FROM node:20-alpine
WORKDIR /app
COPY package*.json ./
COPY prisma ./prisma/
RUN npm ci
RUN npx prisma generate
COPY . .
RUN npm run build && npm prune --omit=dev
EXPOSE 3333
CMD ["node", "dist/server.js"]
