FROM node:26 AS builder
WORKDIR /app
COPY . .
RUN npm install --omit=dev

FROM dhi.io/node:26-debian13
WORKDIR /app
COPY --from=builder /app /app
ENTRYPOINT ["node"]
CMD ["index.js"]
