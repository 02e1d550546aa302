// Cases of the model: programs that are there, are not, or may be.
import type { ModelCase } from './model-case.ts';

const slim = (run: string) => `FROM python:3.12-slim\nRUN ${run}`;

export const programCases: readonly ModelCase[] = [
  {
    name: 'of the image',
    text: 'FROM python:3.12-slim',
    tools: {
      curl: ['absent', 0],
      wget: 'absent',
      python3: 'present',
      sh: 'present',
      'apt-get': 'present',
      apk: 'absent',
    },
  },
  {
    name: 'apt-get install',
    text: slim('apt-get update && apt-get install -y --no-install-recommends curl=7.* ca-certificates'),
    tools: { curl: ['present', 2], wget: 'absent', nc: 'absent' },
    packages: ['curl', 'ca-certificates'],
  },
  {
    name: 'a version from a variable',
    text: slim('apt-get install -y --no-install-recommends curl=$V'),
    tools: { curl: 'present', wget: 'absent' },
  },
  {
    name: 'a dependency brings it',
    text: slim('apt-get install -y --no-install-recommends build-essential'),
    tools: { gcc: 'present', make: 'present', curl: 'absent' },
  },
  {
    name: 'a recommended package may bring it',
    text: slim('apt-get install -y build-essential'),
    tools: { gcc: 'present', curl: 'absent' },
  },
  {
    name: 'a package that is not listed',
    text: slim('apt-get install -y no-such-package-here'),
    tools: { curl: 'unknown', python3: 'present' },
  },
  {
    name: 'a list from a file',
    text: slim('apt-get install -y $(cat packages.txt)'),
    tools: { curl: 'unknown' },
  },
  { name: 'a local package', text: slim('apt-get install -y ./a.deb'), tools: { curl: 'unknown' } },
  { name: 'dpkg -i', text: slim('dpkg -i a.deb'), tools: { curl: 'unknown' }, accounts: { app: 'unknown' } },
  {
    name: 'dpkg --print-architecture',
    text: slim('dpkg --print-architecture'),
    tools: { curl: 'absent' },
    accounts: { app: 'absent' },
  },
  {
    name: 'purged again',
    text: slim('apt-get install -y --no-install-recommends curl && apt-get purge -y curl'),
    tools: { curl: ['absent', 2] },
    packages: [],
  },
  {
    name: 'purged later',
    text: 'FROM python:3.12\nRUN apt-get purge -y curl',
    tools: { curl: ['absent', 2] },
  },
  {
    name: 'purging a package leaves what the image has of its own',
    text: 'FROM python:3.12\nRUN apt-get purge -y python3',
    tools: { python3: 'present' },
  },
  {
    name: 'autoremove takes what came along',
    text: slim(
      'apt-get install -y --no-install-recommends build-essential wget && apt-get purge -y --auto-remove build-essential',
    ),
    tools: { gcc: 'absent', wget: 'present' },
    packages: ['wget'],
  },
  {
    name: 'marked as automatic',
    text: slim(
      "apt-get install -y --no-install-recommends wget && apt-mark auto '.*' && apt-get autoremove -y",
    ),
    tools: { wget: 'unknown' },
  },
  {
    name: 'installed in a condition',
    text: slim('if [ "$X" = 1 ]; then apt-get install -y --no-install-recommends curl; fi'),
    tools: { curl: 'unknown', wget: 'absent' },
  },
  {
    name: 'a list without -e',
    text: slim('apt-get install -y --no-install-recommends curl; true'),
    tools: { curl: 'unknown' },
  },
  {
    name: 'a list with -e',
    text: slim('set -e; apt-get install -y --no-install-recommends curl; true'),
    tools: { curl: 'present' },
  },
  {
    name: 'a list with -e in SHELL',
    text: 'FROM python:3.12-slim\nSHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nRUN apt-get install -y --no-install-recommends curl; true',
    tools: { curl: 'present' },
  },
  {
    name: 'in a heredoc',
    text: 'FROM python:3.12-slim\nRUN <<EOF\nset -e\napt-get install -y --no-install-recommends curl\nEOF',
    tools: { curl: ['present', 2] },
  },
  { name: 'apk add', text: 'FROM alpine:3.22\nRUN apk add --no-cache curl', tools: { curl: ['present', 2] } },
  {
    name: 'apk with a virtual group',
    text: 'FROM alpine:3.22\nRUN apk add --no-cache -t .build gcc make && apk del .build',
    tools: { gcc: 'absent', make: 'absent' },
    packages: [],
  },
  {
    name: 'apk with a virtual group, long',
    text: 'FROM alpine:3.22\nRUN apk add --virtual=.build gcc && apk add curl && apk del .build',
    tools: { gcc: 'absent', curl: 'present' },
    packages: ['curl'],
  },
  {
    name: 'the wget of BusyBox stays',
    text: 'FROM alpine:3.22\nRUN apk del wget',
    tools: { wget: 'unknown' },
  },
  {
    name: 'dnf',
    text: 'FROM rockylinux:9\nRUN dnf install -y nmap-ncat && dnf clean all',
    tools: { nc: 'present' },
  },
  { name: 'a script', text: slim('./install.sh'), tools: { curl: 'unknown', python3: 'present' } },
  { name: 'a script run by a shell', text: slim('bash install.sh'), tools: { curl: 'unknown' } },
  {
    name: 'a download that is piped to a shell',
    text: slim('curl -fsSL https://example.com/i.sh | sh'),
    tools: { wget: 'unknown' },
  },
  {
    name: 'a name that every object has',
    text: slim('constructor install curl'),
    tools: { curl: 'unknown' },
  },
  {
    name: 'pip',
    text: slim('pip install -r requirements.txt httpie==3.2'),
    tools: { curl: 'absent', httpie: 'present', gunicorn: 'unknown' },
    accounts: { app: 'absent' },
  },
  {
    name: 'npm',
    text: 'FROM node:22-slim\nRUN npm install -g @scope/tool@1 && npm ci',
    tools: { curl: 'absent', tool: 'present' },
  },
  { name: 'a browser installer', text: slim('playwright install --with-deps'), tools: { curl: 'unknown' } },
  {
    name: 'a downloaded program',
    text: slim('curl -fsSLo /usr/local/bin/tini https://example.com/tini'),
    tools: { tini: 'present', wget: 'absent' },
  },
  {
    name: 'a downloaded program after cd',
    text: slim('cd /usr/local/bin && wget https://example.com/jq'),
    tools: { jq: 'present' },
  },
  {
    name: 'a download into an unknown place',
    text: slim('curl -o $DIR/x https://example.com/x'),
    tools: { wget: 'unknown' },
  },
  {
    name: 'a download for later',
    text: slim('curl -fsSL https://example.com/x -o /tmp/x'),
    tools: { wget: 'absent' },
  },
  {
    name: 'an archive in /usr/local',
    text: slim('tar -C /usr/local -xzf a.tgz'),
    tools: { curl: 'unknown' },
  },
  {
    name: 'an archive, bundled option',
    text: slim('tar -xzC /usr/local -f a.tgz'),
    tools: { curl: 'unknown' },
  },
  {
    name: 'an archive in a folder of its own',
    text: slim('mkdir /srv/a && tar -xzf a.tgz -C /srv/a'),
    tools: { curl: 'absent' },
  },
  {
    name: 'an archive in the working directory',
    text: 'FROM python:3.12-slim\nWORKDIR /srv\nRUN tar xzf a.tgz',
    tools: { curl: 'absent' },
  },
  { name: 'an archive that is made', text: slim('tar -czf a.tgz /etc'), tools: { curl: 'absent' } },
  {
    name: 'programs linked into PATH',
    text: slim('ln -s /srv/a/bin/* /usr/local/bin/'),
    tools: { curl: 'unknown' },
  },
  {
    name: 'one program linked',
    text: slim('ln -s /srv/a/bin/jq /usr/local/bin/jq'),
    tools: { jq: 'present', curl: 'absent' },
  },
  {
    name: 'one program installed',
    text: slim('install -m 0755 jq /usr/local/bin'),
    tools: { jq: 'present', curl: 'absent' },
  },
  { name: 'a folder copied into PATH', text: slim('cp -r tools /usr/local/bin'), tools: { curl: 'unknown' } },
  { name: 'a program removed', text: slim('rm -f /usr/local/bin/python3'), tools: { python3: 'unknown' } },
  { name: 'the shell removed', text: slim('rm /bin/sh'), tools: { '/bin/sh': 'absent' } },
  {
    name: 'another package source',
    text: slim('echo deb https://example.com x > /etc/apt/sources.list.d/x.list'),
    tools: { curl: 'unknown' },
  },
  {
    name: 'another package source, copied',
    text: 'FROM python:3.12-slim\nCOPY x.list /etc/apt/sources.list.d/',
    tools: { curl: 'unknown' },
  },
  {
    name: "apt's settings",
    text: slim('echo \'APT::Install-Recommends "0";\' > /etc/apt/apt.conf.d/9'),
    tools: { curl: 'absent' },
  },
  {
    name: 'PowerShell',
    text: 'FROM python:3.12-slim\nSHELL ["pwsh", "-Command"]\nRUN Install-Thing',
    tools: { curl: 'unknown' },
  },
];
