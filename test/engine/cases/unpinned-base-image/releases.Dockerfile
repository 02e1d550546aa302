FROM public.ecr.aws/amazonlinux/amazonlinux:2023-minimal AS a
FROM almalinux/almalinux:9 AS b
FROM «debian:sid-slim» AS c
FROM example.com/app:main-1f3a9c2d AS d
FROM rustlang/rust:nightly-2026-01-02 AS e
FROM «rustlang/rust:nightly-slim» AS f
FROM d
COPY --from=f /a /a
