FROM golang:1.24 AS build
RUN go build -o /out/tool .
FROM scratch
COPY --from=build /out/tool /
