# fixed: entrypoint-of-the-image.fixed.Dockerfile
FROM gcr.io/distroless/nodejs22-debian12:nonroot
COPY app.js /app.js
CMD ["/app.js"]
