FROM golang:1.25-alpine
ENV HOME_DIR=/srv/go
COPY . $HOME_DIR/src/app
ADD https://downloads.example.com/words.txt $HOME_DIR
RUN cd $HOME_DIR/src/app && CGO_ENABLED=0 go build -o /srv/go/bin/relay .
WORKDIR $HOME_DIR
CMD ["/srv/go/bin/relay"]
