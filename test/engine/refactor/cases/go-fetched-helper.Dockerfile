FROM golang:1.22-alpine
ADD https://example.com/downloads/wait /wait
RUN chmod +x /wait
WORKDIR /app
COPY . .
RUN go build -o app .
CMD /wait && ./app
