FROM node:22 AS builder
WORKDIR /usr/src/app
COPY package.json package-lock.json ./
RUN npm install --omit=dev

FROM gcr.io/distroless/nodejs22-debian12:nonroot
WORKDIR /usr/src/app
COPY --from=builder /usr/src/app /usr/src/app
ENV NODE_ENV=production
COPY . .
EXPOSE 8080
# Health is what the balancer asks.
HEALTHCHECK --interval=30s CMD ["/nodejs/bin/node", "-e", "fetch('http://127.0.0.1:8080/health',{signal:AbortSignal.timeout(3000)}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["src/index.js", "--port", "8080"]
