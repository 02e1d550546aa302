# fixed: none
ARG REGISTRY
ARG TAG=3.22
ARG SHA
FROM «${REGISTRY}/base:${TAG}» AS a
ARG LATE=1
FROM «alpine:$LATE» AS b
FROM alpine:${TAG}${SHA:+@sha256:$SHA} AS c
FROM ${REGISTRY:-docker.io}/alpine:${TAG} AS d
FROM --platform=${BUILDPLATFORM} alpine:$TAG AS e
FROM --platform=linux/${TARGETARCH} alpine:$TAG AS f
FROM a-${TARGETARCH}${TARGETVARIANT} AS g
FROM ${REGISTRY}/base:${TAG}
