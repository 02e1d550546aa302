// `hardenedMirror` in `.plimsoll.json`: hardened images are named, and known, as the organisation has them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plimsoll, workspace } from './run-cli.ts';

const dockerfile = `FROM golang:1.24 AS build
COPY . .
RUN CGO_ENABLED=0 go build -o /app .
FROM debian:bookworm-slim
COPY --from=build /app /app
ENTRYPOINT ["/app"]
`;

test.each([
  { mirror: 'docker.io/acme', image: 'acme/dhi-static:' },
  { mirror: 'acme', image: 'acme/dhi-static:' },
  { mirror: 'registry.example.com/dhi', image: 'registry.example.com/dhi/static:' },
  { mirror: 'registry.example.com/team/dhi/', image: 'registry.example.com/team/dhi/static:' },
  { mirror: 'registry.example.com:5000', image: 'registry.example.com:5000/static:' },
  { mirror: 'localhost/base-', image: 'localhost/base-static:' },
  { mirror: 'dhi.io', image: 'dhi.io/static:' },
])('$mirror: $image', ({ mirror, image }) => {
  const settings = JSON.stringify({ hardenedMirror: mirror });
  const cwd = workspace({ Dockerfile: dockerfile, '.plimsoll.json': settings });
  const run = plimsoll(['refactor', 'harden', 'Dockerfile'], { cwd });
  expect(run.code, run.err).toBe(0);
  const text = readFileSync(join(cwd, 'Dockerfile'), 'utf8');
  const from = [...text.matchAll(/^FROM (\S+)/gm)].at(-1)?.[1] ?? '';
  expect(from.startsWith(image), from).toBe(true);
  // What the mirror's image is, is known: it is not hardened twice, and it has no shell.
  const again = plimsoll(['refactor', 'harden', 'Dockerfile'], { cwd });
  expect(again.code).toBe(1);
  expect(again.err).toContain('is a hardened image already');
  const shell = plimsoll(['check', '-'], { cwd, input: `FROM ${from}\nCMD exec /app\n` });
  expect(shell.out).toContain('shell-form-without-shell');
});

test.each([
  'docker.io/acme/python',
  'acme:latest/x',
  'registry.example.com/dhi:3',
  `registry.example.com/dhi@sha256:${'a'.repeat(64)}`,
  'https://registry.example.com',
  'Acme',
  '-acme',
  'acme/../x',
  '/',
  '',
])('%j is refused at its place', (mirror) => {
  const settings = `{\n  "hardenedMirror": ${JSON.stringify(mirror)}\n}\n`;
  const cwd = workspace({ Dockerfile: dockerfile, '.plimsoll.json': settings });
  const run = plimsoll(['refactor', 'harden', 'Dockerfile', '--dry-run'], { cwd });
  expect(run.code, run.out).toBe(2);
  expect(run.err).toContain('.plimsoll.json:2:21: hardenedMirror must be');
});
