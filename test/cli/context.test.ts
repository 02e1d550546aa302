// What lies around a Dockerfile and which findings come of it: read from the disk, only inside the project.
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plimsoll, workspace } from './run-cli.ts';

const dockerfile = (...lines: string[]) =>
  `FROM node:22-slim\nWORKDIR /app\n${lines.map((line) => `${line}\n`).join('')}USER node\nCMD ["node", "a.js"]\n`;
const copyAll = dockerfile('COPY . .');
const copyOne = dockerfile('COPY a.js .');
const install = dockerfile('COPY package.json package-lock.json ./', 'RUN npm install', 'COPY a.js .');
const git = { '.git/HEAD': 'ref: refs/heads/main\n', 'a.js': '' };
const compose = (context: string) =>
  `services:\n  x:\n    build: { context: ${context}, dockerfile: ${context === '.' ? 'a/Dockerfile' : 'Dockerfile'} }\n`;

test.each<{ name: string; files: Record<string, string>; file?: string; has?: string; not?: string }>([
  {
    name: 'no ignore file, and something to keep out',
    files: { ...git, Dockerfile: copyAll, '.env': 'TOKEN=8f2d0b6c1e5a4937' },
    has: 'context-without-dockerignore',
  },
  {
    name: 'an ignore file that keeps it out',
    files: { ...git, Dockerfile: copyAll, '.env': 'TOKEN=8f2d0b6c1e5a4937', '.dockerignore': '.git\n.env\n' },
    not: 'context-without-dockerignore',
  },
  {
    name: 'NAME.dockerignore wins over .dockerignore',
    files: {
      ...git,
      Dockerfile: copyOne,
      'Dockerfile.dockerignore': 'a.js\n',
      '.dockerignore': '!a.js\n',
    },
    has: 'copied-file-ignored',
  },
  {
    name: 'what is copied is ignored',
    files: { ...git, Dockerfile: copyOne, '.dockerignore': '*.js\n' },
    has: 'copied-file-ignored',
  },
  {
    name: 'an exception brings it back',
    files: { ...git, Dockerfile: copyOne, '.dockerignore': '*.js\n!a.js\n' },
    not: 'copied-file-ignored',
  },
  {
    name: 'in a subfolder whose context nobody names, nothing is known',
    files: { ...git, 'a/Dockerfile': copyAll, 'a/.env': 'TOKEN=8f2d0b6c1e5a4937' },
    file: 'a/Dockerfile',
    not: 'context-without-dockerignore',
  },
  {
    name: 'in a subfolder that Compose names as context',
    files: {
      ...git,
      'a/Dockerfile': copyAll,
      'a/.env': 'TOKEN=8f2d0b6c1e5a4937',
      'compose.yaml': compose('a'),
    },
    file: 'a/Dockerfile',
    has: 'context-without-dockerignore',
  },
  {
    name: 'the context that Compose names is another folder',
    files: { ...git, 'a/Dockerfile': copyOne, '.dockerignore': 'a.js\n', 'compose.yaml': compose('.') },
    file: 'a/Dockerfile',
    has: 'copied-file-ignored',
  },
  {
    name: 'in a subfolder that holds what is copied',
    files: {
      ...git,
      'a/Dockerfile': install,
      'a/a.js': '',
      'a/package.json': '{}',
      'a/package-lock.json': '{ "lockfileVersion": 3 }',
    },
    file: 'a/Dockerfile',
    has: 'npm-install-instead-of-ci',
  },
  {
    name: 'in a subfolder whose ignore file is not in force, since what is copied lies above',
    files: {
      ...git,
      'a/Dockerfile': dockerfile('COPY a/start.sh .'),
      'a/start.sh': '',
      'a/.dockerignore': '*\n!start.sh\n',
    },
    file: 'a/Dockerfile',
    not: 'copied-file-ignored',
  },
  {
    name: 'in a subfolder whose ignore file keeps everything away, while all of the context is copied',
    files: { ...git, 'a/Dockerfile': copyAll, 'a/.dockerignore': '*\n!out/*\n' },
    file: 'a/Dockerfile',
    not: 'copied-file-ignored',
  },
  {
    name: 'in a subfolder with an ignore file that keeps away what is copied',
    files: { ...git, 'a/Dockerfile': copyOne, 'a/a.js': '', 'a/.dockerignore': '*.js\n' },
    file: 'a/Dockerfile',
    has: 'copied-file-ignored',
  },
  {
    name: 'Podman’s ignore file alone: which is in force is not known',
    files: { ...git, Dockerfile: copyAll, '.env': 'TOKEN=8f2d0b6c1e5a4937', '.containerignore': '' },
    not: 'context-without-dockerignore',
  },
])('$name', ({ files, file = 'Dockerfile', has, not }) => {
  const { out, err } = plimsoll(['check', file, '--profile', 'strict'], { cwd: workspace(files) });
  if (has) expect(out + err).toContain(has);
  if (not) expect(out + err).not.toContain(not);
});

test('a link out of the project is not followed', () => {
  const outside = workspace({ 'secret/.env': 'TOKEN=8f2d0b6c1e5a4937' });
  const cwd = workspace({ ...git, Dockerfile: copyAll, '.dockerignore': '.git\n' });
  symlinkSync(join(outside, 'secret'), join(cwd, 'linked'));
  expect(plimsoll(['check', '--profile', 'strict'], { cwd }).out).not.toContain('linked/.env');
});
