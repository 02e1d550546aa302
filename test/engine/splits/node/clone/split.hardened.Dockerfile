FROM node:22-alpine AS builder
RUN apk add --no-cache git
RUN git clone --depth 1 --branch v2.1.0 https://github.com/example/hook.git /opt/hook
WORKDIR /opt/hook
RUN npm install --omit=dev

FROM dhi.io/node:22-alpine
WORKDIR /opt/hook
COPY --from=builder /opt/hook /opt/hook
EXPOSE 9000
CMD ["node", "index.js"]
