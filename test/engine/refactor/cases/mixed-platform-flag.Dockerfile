FROM --platform=linux/amd64 golang:1.22 AS final
ENV TZ=Europe/Vienna
WORKDIR /srv
COPY . .
RUN go mod download && go build -o /srv/bin/sync ./cmd/sync
STOPSIGNAL SIGTERM
VOLUME ["/srv/state"]
EXPOSE 7000-7002
CMD ["/srv/bin/sync"]
