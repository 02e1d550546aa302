FROM node:20 AS builder
WORKDIR /app
COPY . .
ARG VITE_API_URL
RUN npm ci && npm run build
RUN npm install -g serve

FROM nginxinc/nginx-unprivileged:1.30-alpine
COPY --from=builder /app/dist /usr/share/nginx/html
COPY <<'EOF' /etc/nginx/conf.d/default.conf
server {
    listen 8080;
    root /usr/share/nginx/html;
    location / {
        try_files $uri $uri/ /index.html;
    }
}
EOF
EXPOSE 8080
