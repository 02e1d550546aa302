FROM node:24-slim AS builder
COPY ./ ./
RUN npm install

FROM gcr.io/distroless/nodejs24-debian12:nonroot
COPY ./ ./
COPY --from=builder /node_modules /node_modules
ENV NODE_ENV production
EXPOSE 8080
CMD ["app.js"]
