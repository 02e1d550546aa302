FROM quay.io/fedora/fedora:40
FROM dhi.io/static:20250911
FROM debian:bookworm-slim
FROM «nginx:alpine»
FROM «php:apache»
