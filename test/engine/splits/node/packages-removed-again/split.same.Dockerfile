FROM node:22-alpine AS builder
WORKDIR /app
COPY . .
RUN apk add --no-cache --virtual .build python3 make g++ \
    && apk add --no-cache vips \
    && npm ci --omit=dev \
    && apk del .build

FROM node:22-alpine
WORKDIR /app
RUN apk add --no-cache vips
COPY --from=builder /app /app
USER node
CMD ["node", "index.js"]
