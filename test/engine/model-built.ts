// Cases of the model: runtimes, what stages build and hand on, and who owns a folder.
import type { ModelCase } from './model-case.ts';

const venv = 'FROM python:3.12-slim AS b\nRUN python -m venv /venv && /venv/bin/pip install numpy==2.1.0\n';
const rust = 'FROM rust:1.90 AS b\nWORKDIR /src\nRUN cargo build --release\n';
const go = (build: string) =>
  `FROM golang:1.27 AS b\nRUN ${build}\nFROM alpine:3.22\nCOPY --from=b /app /app`;

export const builtCases: readonly ModelCase[] = [
  {
    name: 'the version of the tag',
    text: 'FROM python:3.12.4-slim',
    runtimes: { python: '3.12 /usr/local/bin/python3', node: null },
  },
  {
    name: 'the version of the name',
    text: 'FROM gcr.io/distroless/nodejs22-debian12',
    runtimes: { node: '22 /nodejs/bin/node' },
  },
  {
    name: "Debian's release",
    text: 'FROM gcr.io/distroless/python3-debian12',
    runtimes: { python: '3.11 /usr/bin/python3' },
  },
  {
    name: 'a hardened image',
    text: 'FROM dhi.io/python:3.13-debian12',
    runtimes: { python: '3.13 /opt/python/bin/python3' },
  },
  {
    name: 'a tag without a version',
    text: 'FROM python:slim',
    runtimes: { python: '? /usr/local/bin/python3' },
  },
  {
    name: 'a package of the distribution',
    text: 'FROM debian:12\nRUN apt-get install -y --no-install-recommends python3',
    runtimes: { python: '3.11 /usr/bin/python3' },
  },
  {
    name: 'a package of a source that a script added',
    text: 'FROM debian:12\nRUN ./setup.sh && apt-get install -y nodejs',
    runtimes: { node: '? /usr/bin/node' },
  },
  {
    name: 'through stages',
    text: 'FROM node:20 AS a\nFROM a AS b\nFROM b',
    runtimes: { node: '20 /usr/local/bin/node' },
  },
  {
    name: 'an environment',
    text: `${venv}FROM python:3.12-slim\nCOPY --from=b /venv /opt/venv`,
    artifacts: { '/opt/venv': 'python-environment of /usr/local/bin/python3, native numpy, from /venv' },
  },
  {
    name: 'an environment in a folder',
    text: 'FROM python:3.12-slim AS b\nWORKDIR /app\nRUN python -m venv .venv\nFROM python:3.12-slim\nCOPY --from=b /app /app',
    artifacts: { '/app/.venv': 'python-environment of /usr/local/bin/python3' },
  },
  {
    name: 'an environment that is removed',
    text: `${venv}RUN rm -rf /venv\nFROM python:3.12-slim\nCOPY --from=b /venv /venv`,
    artifacts: { '/venv': null },
  },
  {
    name: 'uv, which may choose',
    text: 'FROM python:3.12-slim\nRUN uv sync --frozen',
    artifacts: { '/.venv': null },
  },
  {
    name: 'uv with the own Python',
    text: 'FROM python:3.12-slim\nWORKDIR /app\nENV UV_PYTHON_DOWNLOADS=0\nRUN uv sync --frozen',
    artifacts: { '/app/.venv': 'python-environment of /usr/local/bin/python3' },
  },
  {
    name: 'another interpreter',
    text: 'FROM python:3.12-slim\nRUN virtualenv -p python3.9 /venv',
    artifacts: { '/venv': 'python-environment' },
  },
  {
    name: 'a program of Rust',
    text: `${rust}FROM alpine:3.22\nCOPY --from=b /src/target/release/app /usr/local/bin/`,
    artifacts: { '/usr/local/bin/app': 'program for glibc, from /src/target/release' },
  },
  {
    name: 'moved before it is copied',
    text: `${rust}RUN mkdir /out && cp target/release/app /out/app\nFROM alpine:3.22\nCOPY --from=b /out/ /bin/`,
    artifacts: { '/bin/app': 'program for glibc, from /src/target/release' },
  },
  {
    name: 'a musl target',
    text: 'FROM rust:1.90\nWORKDIR /s\nRUN cargo build --release --target x86_64-unknown-linux-musl',
    artifacts: { '/s/target/x86_64-unknown-linux-musl/release': 'program for none' },
  },
  { name: 'Go with cgo', text: go('go build -o /app'), artifacts: { '/app': 'program for glibc' } },
  {
    name: 'Go without cgo',
    text: go('CGO_ENABLED=0 go build -o /app'),
    artifacts: { '/app': 'program for none' },
  },
  {
    name: 'Go without cgo, exported',
    text: go('export CGO_ENABLED=0 && go build -o /app'),
    artifacts: { '/app': 'program for none' },
  },
  {
    name: 'Go without cgo, as a build argument',
    text: 'FROM golang:1.27\nARG CGO_ENABLED=0\nRUN go build -o /app',
    artifacts: { '/app': 'program for none' },
  },
  {
    name: 'Go with flags that are not known',
    text: go('go build -ldflags "$FLAGS" -o /app'),
    artifacts: { '/app': 'program' },
  },
  {
    name: 'Go for another platform',
    text: go('GOARCH=arm64 go build -o /app'),
    artifacts: { '/app': 'program' },
  },
  {
    name: 'packages of Node',
    text: 'FROM node:20 AS b\nWORKDIR /app\nRUN npm ci\nFROM node:22-slim\nCOPY --from=b /app/node_modules /srv/node_modules',
    artifacts: { '/srv/node_modules': 'node-modules, from /app/node_modules' },
  },
  { name: 'the C library', text: 'FROM alpine:3.22', libc: 'musl' },
  {
    name: 'the C library, and another',
    text: 'FROM alpine:3.22\nRUN apk add --no-cache gcompat',
    libc: null,
  },
  { name: 'no C library', text: 'FROM scratch\nCOPY app /app', libc: 'none' },
  {
    name: 'a program of Docker starts',
    text: 'FROM python:3.12-slim\nCMD ["python", "x.py"]',
    first: 'python',
  },
  { name: 'the image decides', text: 'FROM node:22\nCMD ["x.js"]', first: null },
  {
    name: 'the health check of the image',
    text: 'FROM quay.io/jupyter/base-notebook:latest',
    healthcheck: 0,
  },
  {
    name: 'a folder of root',
    text: 'FROM debian:12\nRUN mkdir -p /data',
    owners: { '/data': 'root', '/other': 'root' },
  },
  {
    name: 'given away',
    text: 'FROM debian:12\nRUN mkdir -p /srv/data && chown -R 1000 /srv',
    owners: { '/srv/data': 'other' },
  },
  {
    name: 'given away in a condition',
    text: 'FROM debian:12\nRUN if true; then chown -R 1000 /srv; fi',
    owners: { '/srv/data': 'unknown' },
  },
  {
    name: 'given away below',
    text: 'FROM debian:12\nRUN chown -R 1000 /data/sub',
    owners: { '/data': 'unknown' },
  },
  { name: 'by a script', text: 'FROM debian:12\nRUN ./setup.sh', owners: { '/data': 'unknown' } },
  {
    name: 'copied for a user',
    text: 'FROM debian:12\nCOPY --chown=1000 . /app',
    owners: { '/app': 'other', '/app/data': 'unknown', '/data': 'root' },
  },
  { name: 'copied', text: 'FROM debian:12\nCOPY . /app', owners: { '/app/data': 'root' } },
  {
    name: 'made by WORKDIR for a user',
    text: 'FROM debian:12\nUSER 1000\nWORKDIR /app',
    owners: { '/app': 'unknown' },
  },
  {
    name: 'an image of a server',
    text: 'FROM postgres:17',
    owners: { '/var/lib/postgresql/data': 'unknown' },
  },
];
