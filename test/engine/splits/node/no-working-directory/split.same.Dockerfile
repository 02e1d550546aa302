FROM node:24-slim AS builder
COPY ./ ./
RUN npm install

FROM node:24-slim
COPY ./ ./
COPY --from=builder /node_modules /node_modules
ENV NODE_ENV production
EXPOSE 8080
USER node
CMD ["node", "app.js"]
