FROM node AS builder
WORKDIR /app
COPY . .
RUN npm install --omit=dev

FROM node:slim
WORKDIR /app
COPY --from=builder /app /app
USER node
ENTRYPOINT ["node"]
CMD ["index.js"]
