FROM golang:alpine
WORKDIR /src
COPY . .
RUN apk add --no-cache --virtual .build gcc musl-dev \
    && go build cmd/relay/relay.go \
    && apk del .build
CMD ["./relay", "-v"]
