# fixed: arguments.fixed.Dockerfile
ARG VERSION=3.22
FROM alpine:$VERSION AS tool
RUN wget -O /tool "https://example.com/«${VERSION}»/tool" && echo '$VERSION' "$VERSION"
FROM alpine:$VERSION
ARG VERSION
RUN echo "$VERSION" && TARGETOS=linux && echo $TARGETOS
COPY --from=tool /tool-«$TARGETARCH» /bin/tool
RUN echo $TARGETARCH
