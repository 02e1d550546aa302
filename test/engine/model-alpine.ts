// Cases of the model: what packages of Alpine bring.
import type { ModelCase } from './model-case.ts';

const alpine = (run: string, tag = '3.22') => `FROM alpine:${tag}\nRUN ${run}`;

export const alpineCases: readonly ModelCase[] = [
  {
    name: 'a package that brings nothing',
    text: alpine('apk add --no-cache tini'),
    tools: {
      tini: 'present',
      curl: 'absent',
      bash: 'absent',
      node: 'absent',
      python3: 'absent',
      git: 'absent',
    },
    accounts: { app: 'absent', nobody: 'present' },
  },
  {
    name: 'git is linked with libcurl, not with curl',
    text: alpine('apk add --no-cache git'),
    tools: { git: 'present', curl: 'absent', bash: 'absent', node: 'absent' },
    accounts: { app: 'absent' },
  },
  {
    name: 'a name that several packages provide',
    text: alpine('apk add --no-cache openssh-client postgresql-client libc6-compat'),
    tools: { ssh: 'present', pg_isready: 'present', curl: 'absent' },
  },
  {
    name: 'a dependency brings it',
    text: alpine('apk add --no-cache npm py3-pip build-base'),
    tools: {
      npm: 'present',
      python3: 'present',
      pip: 'present',
      gcc: 'present',
      make: 'present',
      curl: 'absent',
    },
  },
  {
    name: 'a dependency may bring it',
    text: alpine('apk add --no-cache chromium'),
    tools: { python3: 'unknown', curl: 'absent' },
  },
  {
    name: 'a script of the package creates accounts',
    text: alpine('apk add --no-cache nginx'),
    tools: { curl: 'absent' },
    accounts: { nginx: 'unknown', app: 'unknown' },
  },
  {
    name: 'a virtual package',
    text: alpine('apk add --no-cache --virtual .build-deps gcc musl-dev libffi-dev && apk del .build-deps'),
    tools: { gcc: 'absent', curl: 'absent' },
  },
  {
    name: 'a package that is not listed',
    text: alpine('apk add --no-cache tini no-such-package'),
    tools: { tini: 'present', curl: 'unknown', bash: 'unknown' },
    accounts: { app: 'unknown' },
  },
  {
    name: 'a package from elsewhere',
    text: alpine('apk add --no-cache -X https://example.com/edge/main tini'),
    tools: { tini: 'present', curl: 'unknown' },
  },
  {
    name: 'a package from elsewhere, in one word',
    text: alpine('apk add --no-cache --repository=https://example.com/edge/main tini'),
    tools: { tini: 'present', curl: 'unknown' },
  },
  {
    name: 'a release of which nothing is known',
    text: alpine('apk add --no-cache tini', '3.12'),
    tools: { tini: 'present', curl: 'unknown' },
  },
  {
    name: 'what another package needs stays',
    text: alpine('apk add --no-cache g++ && apk add -t .build gcc make && apk del .build'),
    tools: { 'g++': 'present', gcc: 'unknown', make: 'absent' },
  },
];
