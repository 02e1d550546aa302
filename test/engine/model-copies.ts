// Cases of the model: programs that COPY, ADD and PATH bring.
import type { ModelCase } from './model-case.ts';

export const copyCases: readonly ModelCase[] = [
  {
    name: 'COPY from an image',
    text: 'FROM python:3.12-slim\nCOPY --from=busybox:1.37-musl /bin/wget /usr/bin/wget',
    tools: { wget: ['present', 2], curl: 'absent' },
  },
  {
    name: 'COPY into a folder of programs',
    text: 'FROM python:3.12-slim\nCOPY --from=b /out/jq.sh /usr/local/bin/',
    tools: { 'jq.sh': 'present', curl: 'absent' },
  },
  {
    name: 'COPY of uv',
    text: 'FROM python:3.12-slim\nCOPY --from=ghcr.io/astral-sh/uv:0.9 /uv /uvx /bin/',
    tools: { uv: 'present', uvx: 'present', curl: 'absent' },
  },
  {
    name: 'COPY of what may be a folder',
    text: 'FROM python:3.12-slim\nCOPY tools /usr/local/bin/',
    tools: { curl: 'unknown' },
  },
  {
    name: 'COPY of a whole prefix',
    text: 'FROM python:3.12-slim\nCOPY --from=b /install /usr/local',
    tools: { curl: 'unknown' },
  },
  {
    name: 'COPY of the application',
    text: 'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .',
    tools: { curl: 'absent' },
    accounts: { app: 'absent' },
  },
  {
    name: 'COPY to an unknown place',
    text: 'FROM python:3.12-slim\nCOPY x $DIR',
    tools: { curl: 'unknown' },
  },
  {
    name: 'COPY with wildcards',
    text: 'FROM python:3.12-slim\nCOPY bin/* /usr/local/bin/',
    tools: { curl: 'unknown' },
  },
  {
    name: 'a heredoc copied',
    text: 'FROM python:3.12-slim\nCOPY <<EOF /usr/local/bin/start\n#!/bin/sh\nEOF',
    tools: { start: ['present', 2], curl: 'absent' },
  },
  {
    name: 'ADD of an archive',
    text: 'FROM scratch\nADD rootfs.tar.xz /',
    tools: { sh: 'unknown', curl: 'unknown' },
    accounts: { app: 'unknown' },
  },
  {
    name: 'a shell copied',
    text: 'FROM scratch\nCOPY --from=busybox:1.37-musl /bin/sh /bin/sh',
    tools: { sh: 'present', '/bin/sh': 'present', curl: 'absent' },
  },
  {
    name: 'a folder added to PATH',
    text: 'FROM python:3.12-slim\nENV PATH=/srv/tools:$PATH\nCOPY --from=b /x /srv/tools',
    tools: { curl: 'unknown' },
  },
  {
    name: 'a folder added to PATH afterwards',
    text: 'FROM python:3.12-slim\nCOPY --from=b /x /srv/tools\nENV PATH=/srv/tools:$PATH',
    tools: { curl: 'unknown' },
  },
  {
    name: 'a virtual environment added to PATH',
    text: 'FROM python:3.12-slim\nCOPY --from=b /opt/venv /opt/venv\nENV PATH="/opt/venv/bin:$PATH"',
    tools: { curl: 'absent', gunicorn: 'unknown' },
  },
  {
    name: 'a mount from elsewhere',
    text: 'FROM python:3.12-slim\nRUN --mount=type=bind,from=b,target=/m cp /m/jq /usr/local/bin/',
    tools: { jq: 'present', curl: 'absent' },
  },
];
