# fixed: none
FROM node:22-slim
USER node
CMD cd /app && NODE_OPTIONS=--enable-source-maps exec «npm run dev» -- --host 0.0.0.0
