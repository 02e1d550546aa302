FROM node:24-slim AS builder
COPY ./ ./
RUN npm install

FROM dhi.io/node:24-debian12
COPY ./ ./
COPY --from=builder /node_modules /node_modules
ENV NODE_ENV production
EXPOSE 8080
CMD ["node", "app.js"]
