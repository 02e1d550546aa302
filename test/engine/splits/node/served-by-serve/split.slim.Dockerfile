FROM node:20 AS builder
WORKDIR /app
COPY . .
ARG VITE_API_URL
RUN npm ci && npm run build

FROM node:20-slim
WORKDIR /app
ARG VITE_API_URL
COPY --from=builder /app /app
RUN npm install -g serve
EXPOSE 3000
USER node
CMD ["serve", "-s", "dist", "-l", "3000"]
