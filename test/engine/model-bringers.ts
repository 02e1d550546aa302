// Cases of the model: every way a program comes, and what of it is certain.
import type { ModelCase } from './model-case.ts';

const slim = (run: string) => `FROM python:3.12-slim\nRUN ${run}`;

export const bringerCases: readonly ModelCase[] = [
  {
    name: 'git is in no slim image',
    text: 'FROM python:3.12-slim',
    tools: { git: ['absent', 0], make: 'absent', unzip: 'absent' },
  },
  {
    name: 'nor in Alpine, which has unzip',
    text: 'FROM node:22-alpine',
    tools: { git: 'absent', unzip: 'unknown', node: 'present' },
  },
  { name: 'a full image has it', text: 'FROM node:22', tools: { git: ['present', 0], make: 'present' } },
  {
    name: 'a release that is not told apart may have had more',
    text: 'FROM debian:jessie',
    tools: { unzip: 'unknown', git: 'absent' },
  },
  {
    name: 'microdnf',
    text: 'FROM oraclelinux:9-slim\nRUN microdnf install -y git',
    tools: { git: ['present', 2] },
  },
  { name: 'yum', text: 'FROM amazonlinux:2023\nRUN yum install -y git', tools: { git: ['present', 2] } },
  {
    name: 'zypper',
    text: 'FROM opensuse/leap:15.6\nRUN zypper --non-interactive install git',
    tools: { git: ['present', 2] },
  },
  {
    name: 'pipx',
    text: slim('pip install pipx && pipx install ruff'),
    tools: { pipx: ['present', 2], ruff: 'unknown', git: 'absent' },
  },
  {
    name: 'uv tool',
    text: slim('pip install uv && uv tool install ruff'),
    tools: { uv: ['present', 2], ruff: 'unknown', git: 'absent' },
  },
  {
    name: 'yarn global',
    text: 'FROM node:22-slim\nRUN yarn global add serve',
    tools: { serve: ['present', 2], git: 'absent' },
  },
  { name: 'pnpm add -g', text: 'FROM node:22-slim\nRUN pnpm add -g serve', tools: { serve: ['present', 2] } },
  {
    name: 'gem',
    text: 'FROM ruby:3.3-slim\nRUN gem install foreman',
    tools: { foreman: ['present', 2], git: 'absent' },
  },
  {
    name: 'go install',
    text: 'FROM golang:1.27\nENV PATH=/go/bin:/usr/local/go/bin:/usr/bin:/bin\nRUN go install golang.org/x/tools/cmd/stringer@latest',
    tools: { stringer: ['present', 3] },
  },
  {
    name: 'go install with a major version',
    text: 'FROM golang:1.27\nENV PATH=/go/bin:/usr/bin:/bin\nRUN go install example.com/tool/v2@latest',
    tools: { tool: ['present', 3] },
  },
  {
    name: 'go install where its folder is not on PATH',
    text: 'FROM debian:12\nRUN go install example.com/tool@latest',
    tools: { tool: 'unknown' },
  },
  {
    name: 'cargo install',
    text: 'FROM rust:1.90\nENV PATH=/usr/local/cargo/bin:/usr/bin:/bin\nRUN cargo install cargo-chef --locked',
    tools: { 'cargo-chef': ['present', 3] },
  },
  {
    name: 'curl -o and chmod',
    text: 'FROM python:3.12\nRUN curl -fsSLo /usr/local/bin/jq https://x.example/jq && chmod +x /usr/local/bin/jq',
    tools: { jq: ['present', 2] },
  },
  {
    name: 'wget -O',
    text: 'FROM python:3.12\nRUN wget -O /usr/local/bin/jq https://x.example/jq',
    tools: { jq: ['present', 2] },
  },
  {
    name: 'install -m',
    text: slim('install -m 755 build/tool /usr/local/bin/git'),
    tools: { git: ['present', 2] },
  },
  { name: 'ln -s', text: slim('ln -s /opt/git/bin/git /usr/local/bin/git'), tools: { git: ['present', 2] } },
  {
    name: 'ADD',
    text: 'FROM python:3.12-slim\nADD https://x.example/git /usr/local/bin/git',
    tools: { git: ['present', 2] },
  },
  {
    name: 'COPY --from of one program',
    text: 'FROM python:3.12-slim\nCOPY --from=tools /usr/bin/git /usr/bin/git',
    tools: { git: ['present', 2], make: 'absent' },
  },
  {
    name: 'a virtual environment on PATH, copied after it',
    text: 'FROM python:3.12-slim AS b\nFROM python:3.12-slim\nENV PATH=/app/.venv/bin:$PATH\nCOPY --from=b /app/.venv /app/.venv',
    tools: { git: 'absent', uvicorn: 'unknown', poetry: 'unknown' },
  },
  {
    name: 'an archive into a folder of PATH',
    text: slim('tar -C /usr/local/bin -xzf t.tgz'),
    tools: { git: 'unknown' },
  },
  {
    name: 'after ||',
    text: slim('command -v git || apt-get install -y --no-install-recommends git'),
    tools: { git: ['unknown', 2] },
  },
  {
    name: 'in a case',
    text: slim('case $X in a) apt-get install -y --no-install-recommends git;; esac'),
    tools: { git: 'unknown' },
  },
  {
    name: 'in a loop',
    text: slim('for p in a b; do apt-get install -y --no-install-recommends git; done'),
    tools: { git: 'unknown' },
  },
  {
    name: 'in a function',
    text: slim('f() { apt-get install -y --no-install-recommends git; }; f'),
    tools: { git: 'unknown' },
  },
  {
    name: 'what did not change keeps who brought it',
    text: 'FROM python:3.12-slim\nRUN if true; then touch x; fi',
    tools: { git: ['absent', 0] },
  },
];
