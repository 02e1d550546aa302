FROM golang:1.22-alpine
RUN addgroup -S app && adduser -S -G app app
WORKDIR /home/app
COPY . .
RUN go build -o /home/app/api ./cmd/api
RUN chown -R app:app /home/app
USER app
EXPOSE 8080
HEALTHCHECK --interval=15s CMD wget -qO- http://localhost:8080/healthz || exit 1
CMD ["/home/app/api"]
