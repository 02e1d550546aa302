# fixed: nginx-site.fixed.Dockerfile
FROM node:22-slim AS build
RUN npm ci && npm run build

FROM «nginx:1.29-alpine»
COPY --from=build /app/dist /usr/share/nginx/html
COPY default.conf /etc/nginx/conf.d/default.conf
WORKDIR /usr/share/nginx/html
# The template's own page.
RUN rm -f 50x.html
EXPOSE 80
CMD ["nginx", "-g", "daemon off;"]
