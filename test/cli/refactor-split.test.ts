// `plimsoll refactor split`: the choice of the runtime image, and what is read around the Dockerfile.
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { plimsoll, workspace } from './run-cli.ts';

const read = (cwd: string) => readFileSync(join(cwd, 'Dockerfile'), 'utf8');
const bases = (text: string) => [...text.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);

describe('a split', () => {
  const files = {
    Dockerfile: `FROM node:22-bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends make g++
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build
EXPOSE 3000
HEALTHCHECK CMD curl -f http://127.0.0.1:3000/ || exit 1
CMD ["node", "dist/server.js"]
`,
    'package.json': '{ "scripts": { "build": "tsc" }, "devDependencies": { "typescript": "5.8.3" } }',
    'package-lock.json': '{ "lockfileVersion": 3, "packages": {} }',
    '.dockerignore': 'node_modules\n',
  };

  test('stands on the first image of the list, or on the one that is asked for', () => {
    const cwd = workspace(files);
    const split = (...args: string[]) => plimsoll(['refactor', 'split', 'Dockerfile', ...args], { cwd });
    const listed = JSON.parse(split('--list', '--format', 'json').out).refactorings as { runtime: string }[];
    const kinds = listed.map(({ runtime }) => runtime);
    expect(kinds).toContain('hardened');
    const diff = split('--dry-run').out;
    expect(split('--dry-run', '--runtime', kinds[0]!).out).toBe(diff);
    expect(split('--dry-run', '--runtime', 'hardened').out).not.toBe(diff);
    expect(split('--runtime', 'hardened').code).toBe(0);
    const after = read(cwd);
    expect(bases(after)).toEqual(['node:22-bookworm-slim', expect.stringMatching(/^dhi\.io\/node:22/)]);
    expect(after).toMatch(/^FROM \S+ AS builder\n/);
    // What has no shell is probed without one.
    expect(after).toMatch(/^HEALTHCHECK CMD \["node", "-e", /m);
  });

  test('follows no link out of the context', () => {
    const outside = workspace({ 'package.json': files['package.json'] });
    const { 'package.json': _, ...others } = files;
    const cwd = workspace(others);
    symlinkSync(join(outside, 'package.json'), join(cwd, 'package.json'));
    const run = plimsoll(['refactor', 'split', 'Dockerfile', '--dry-run'], { cwd });
    expect(run.out + run.err).not.toContain('typescript');
  });

  test('reads what the program is built from: a Go module, and a script that is copied by its name', () => {
    const go = (source: string) => {
      const cwd = workspace({
        Dockerfile: `FROM golang:1.24
WORKDIR /src
COPY . .
RUN go build -o /app .
COPY start /start
CMD ["/start"]
`,
        'go.mod': 'module example.com/app\n\ngo 1.24\n',
        'main.go': source,
        start: '#!/bin/sh\nexec /app\n',
      });
      const run = plimsoll(['refactor', 'split', 'Dockerfile', '--list'], { cwd });
      expect(run.code, run.err).toBe(0);
      return run.out;
    };
    const pure = go('package main\n\nfunc main() {}\n');
    const calling = go('package main\n\nimport "C"\n\nfunc main() {}\n');
    expect(pure).toContain('Split into builder and runtime on');
    expect(calling).not.toBe(pure);
  });

  test('knows the file’s surroundings: what only development needs is named', () => {
    const cwd = workspace(files);
    const run = plimsoll(['refactor', 'split', 'Dockerfile'], { cwd });
    expect(run.out).toContain('typescript');
  });
});
