// What a FROM starts from, through the front door: arguments, platforms, digests, mirrors and exact versions.
import { describe, expect, it } from 'vitest';
import { lint, withKnownImages } from '../../server/src/engine/index.ts';
import { facts } from '../facts.ts';

const digest = `sha256:${'a'.repeat(64)}`;

function run(text: string, target?: string) {
  return lint({ text, facts, context: { today: '2026-11-21', ...(target ? { target } : {}) } });
}

/** The final stage's image as it is understood: its text, and the entry that the facts come from. */
function baseOf(text: string, target?: string) {
  const base = run(text, target).model.finalStage?.base;
  return base?.kind === 'image' ? [base.text, base.facts?.id] : base?.kind;
}

const found = (text: string, rule: string) => run(text).findings.filter(({ ruleId }) => ruleId === rule);

describe('build arguments in FROM', () => {
  const rows: readonly [string, string, unknown][] = [
    ['a default', 'ARG V=3.13\nFROM python:$V-slim\n', ['python:3.13-slim', 'python-slim']],
    ['a default in quotes', 'ARG V="3.13"\nFROM python:${V}-slim\n', ['python:3.13-slim', 'python-slim']],
    [
      'a default made of another',
      'ARG V=3.13\nARG TAG=${V}-slim\nFROM python:$TAG\n',
      ['python:3.13-slim', 'python-slim'],
    ],
    ['a default in the expansion', 'FROM python:${V:-3.13-slim}\n', ['python:3.13-slim', 'python-slim']],
    ['a suffix when set', 'ARG V=1\nFROM debian:12${V:+-slim}\n', ['debian:12-slim', 'debian-bookworm']],
    ['the whole image', 'ARG BASE=node:22-alpine\nFROM $BASE\n', ['node:22-alpine', 'node-alpine']],
    ['no default', 'ARG BASE\nFROM $BASE\n', 'unknown'],
    ['a prefix without default', 'ARG MIRROR\nFROM ${MIRROR}debian:12\n', 'unknown'],
    ['an empty prefix', 'ARG MIRROR=\nFROM ${MIRROR}debian:12\n', ['debian:12', 'debian-bookworm']],
    ['no ARG at all', 'FROM ${BASE}\n', 'unknown'],
    ['the name of a stage', 'ARG S=a\nFROM debian:12 AS a\nFROM $S\n', 'stage'],
    ['a stage by its platform', 'FROM debian:12 AS a-amd64\nFROM a-$TARGETARCH\n', 'unknown'],
    ['an ARG of a stage', 'FROM debian:12\nARG V=3.13\nFROM python:$V\n', 'unknown'],
    ['scratch', 'ARG BASE=scratch\nFROM $BASE\n', 'scratch'],
    ['a platform flag', 'FROM --platform=$BUILDPLATFORM debian:12\n', ['debian:12', 'debian-bookworm']],
  ];
  it.each(rows)('%s', (_name, text, expected) => {
    // Where nothing is known of the value, an empty one is no image: never a guess.
    expect(baseOf(text)).toEqual(expected);
  });

  it('takes the target', () => {
    expect(baseOf('FROM debian:12 AS a\nFROM alpine:3.22\n', 'A')).toEqual(['debian:12', 'debian-bookworm']);
  });
});

describe('names of one image', () => {
  const rows: readonly [string, string | undefined][] = [
    [`python:3.13-slim@${digest}`, 'python-slim'],
    [`python@${digest}`, undefined],
    ['docker.io/python:3.13-slim', 'python-slim'],
    ['index.docker.io/library/python:3.13-slim', 'python-slim'],
    ['registry-1.docker.io/library/python:3.13-slim', 'python-slim'],
    ['registry.hub.docker.com/library/python:3.13-slim', 'python-slim'],
    ['public.ecr.aws/docker/library/python:3.13-slim', 'python-slim'],
    ['mirror.gcr.io/library/python:3.13-slim', 'python-slim'],
    ['arm64v8/python:3.13-slim', 'python-slim'],
    ['arm64v9/python:3.13-slim', undefined],
    ['acme/dhi-python:3.13', 'dhi-python-9'],
    ['acme/dhi-python:3.13-dev', undefined],
    ['example.com/library/python:3.13-slim', undefined],
    ['mcr.microsoft.com/mirror/docker/library/python:3.13-slim', undefined],
  ];
  it.each(rows)('%s', (image, id) => {
    const base = run(`FROM ${image}\n`).model.finalStage?.base;
    const known = base?.kind === 'image' ? base.facts : undefined;
    if (image.startsWith('acme/')) expect(known?.id).toMatch(/^dhi-python/);
    else expect(known?.id).toBe(id);
  });
});

describe('exact versions', () => {
  const rows: readonly [string, string | undefined, string][] = [
    ['node:22.11-slim', '12', 'verified'],
    ['node:22.11.0-slim', '12', 'verified'],
    ['node:18.15.0', '11', 'verified'],
    ['node:18.16.0', '12', 'verified'],
    ['python:3.12.4-slim', '12', 'verified'],
    ['python:3.12.11-slim', '13', 'verified'],
    ['python:3.9-slim', '13', 'verified'],
    ['golang:1.24.3-alpine', '3.22', 'verified'],
    ['node:18.20-slim', '12', 'verified'],
    // Newer than the lists, or from a time with other definitions: only the family is known.
    ['python:3.12.99-slim', undefined, 'derived'],
    ['node:8.9-slim', undefined, 'derived'],
    ['node:6.17-slim', '9', 'derived'],
  ];
  it.each(rows)('%s is on release %s, %s', (image, release, confidence) => {
    const base = run(`FROM ${image}\n`).model.finalStage?.base;
    const known = base?.kind === 'image' ? base.facts : undefined;
    expect(known).toMatchObject({ confidence });
    expect(known?.release).toBe(release);
  });

  it('proves what a slim image lacks in every version', () => {
    const check = 'HEALTHCHECK CMD curl -f http://127.0.0.1:3000/ || exit 1\nUSER node\n';
    expect(found(`FROM node:22.11-slim\n${check}`, 'healthcheck-tool-missing')).toMatchObject([
      { severity: 'error' },
    ]);
    expect(found('FROM python:3.12.4-slim\nUSER nonroot\n', 'user-unknown')).toMatchObject([
      { severity: 'error' },
    ]);
    expect(found(`FROM node:8.9-slim\n${check}`, 'healthcheck-tool-missing')).toMatchObject([
      { severity: 'warning' },
    ]);
  });
});

it('keeps the lists of tags and of support when a project adds its own images', () => {
  const table = withKnownImages(facts, [{ image: 'example.com/base:1', facts: { created: '2026-11-01' } }]);
  const text = `FROM example.com/base:1@${digest} AS a\nFROM python:3.8-slim\n`;
  const result = lint({ text, facts: table, context: { today: '2026-11-21' } });
  expect(result.findings.map(({ ruleId }) => ruleId)).toContain('end-of-life-base');
});

it('bears thousands of arguments and stages', () => {
  const text = `${Array.from({ length: 5000 }, (_, i) => `ARG A${i}=3.1${i % 5}`).join('\n')}\n${Array.from(
    { length: 2000 },
    (_, i) => `FROM --platform=linux/amd64 python:\${A${i}}-slim AS s${i}\nCOPY --from=s0 /a /a`,
  ).join('\n')}\n`;
  const result = lint({ text, facts, context: { today: '2026-11-21' }, settings: { profile: 'strict' } });
  // The names of the stages have no platform in them, and Python 3.10 has ended.
  expect(result.findings.filter(({ ruleId }) => ruleId === 'platform-hard-coded')).toHaveLength(2000);
  expect(result.findings.filter(({ ruleId }) => ruleId === 'end-of-life-base')).toHaveLength(1);
});
