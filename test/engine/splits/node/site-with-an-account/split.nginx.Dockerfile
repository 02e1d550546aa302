FROM node:22-alpine AS builder
WORKDIR /web
COPY package*.json ./
RUN npm ci
COPY . .
RUN adduser -D web
RUN npm run build

FROM nginxinc/nginx-unprivileged:1.30-alpine
COPY --from=builder /web/dist /usr/share/nginx/html
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
