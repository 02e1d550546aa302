FROM dhi.io/node:24-debian12-dev AS assets
WORKDIR /app
COPY . .
RUN npm ci && npm run build
FROM dhi.io/nginx:1.30-debian13
COPY nginx.conf /etc/nginx/nginx.conf
COPY --from=assets /app/dist /usr/share/nginx/html
EXPOSE 80
CMD ["nginx", "-g", "daemon off;"]
