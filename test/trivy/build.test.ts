// The builder: refused requests run nothing, arguments stay arguments, cancel ends it.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { buildImage } from '../../server/src/trivy/index.ts';
import { temporaryDirectory } from './parts.ts';
import { writeProgram } from './programs.ts';
import { until } from './until.ts';

const root = temporaryDirectory();
const tripwire = path.join(root, 'built');
const bin = path.join(root, 'bin');
const context = path.join(root, 'workspace');
mkdirSync(bin, { recursive: true });
mkdirSync(context, { recursive: true });
const request = {
  dockerfile: path.join(context, 'Dockerfile'),
  context,
  tag: 'app:1',
  env: { PATH: bin },
  workspaceFolders: [context],
  platform: 'linux' as const,
};

test.each([
  [{ tag: '--help' }, /not an image reference/],
  [{ tag: 'app@sha256:'.concat('a'.repeat(64)) }, /digest/],
  [{ target: '--no-cache' }, /name that Docker does not allow/],
  [{ target: 'a b' }, /name that Docker does not allow/],
  [{ context: 'relative' }, /absolute/],
  [{ context: '/nowhere' }, /not a directory/],
])('%j is refused and nothing is run', async (more, message) => {
  writeProgram(path.join(bin, 'docker'), `touch '${tripwire}'`);
  await expect(buildImage({ ...request, ...more })).rejects.toMatchObject({
    kind: 'bad-request',
    message: expect.stringMatching(message),
  });
  expect(existsSync(tripwire)).toBe(false);
});

test('is run with an argument array, and not from the workspace', async () => {
  const notes = path.join(root, 'arguments');
  writeProgram(path.join(bin, 'docker'), `printf '%s\\n' "$@" "$PATH" > '${notes}'`);
  writeProgram(path.join(context, 'docker'), `touch '${tripwire}'`);
  await buildImage({ ...request, target: 'last', env: { PATH: `${context}:.:${bin}` } });
  expect(readFileSync(notes, 'utf8').trim().split('\n')).toEqual([
    'build',
    `--file=${request.dockerfile}`,
    '--tag=app:1',
    '--target=last',
    '--',
    context,
    bin,
  ]);
  expect(existsSync(tripwire)).toBe(false);
});

test('is stopped on cancel', async () => {
  const pid = path.join(root, 'pid');
  writeProgram(
    path.join(bin, 'docker'),
    `echo $$ > '${pid}'; echo '#5 [2/3] RUN pip install'; exec /bin/sleep 600`,
  );
  const abort = new AbortController();
  const lines: string[] = [];
  const running = buildImage(request, { signal: abort.signal, onProgress: (line) => lines.push(line) });
  const ended = expect(running).rejects.toMatchObject({ kind: 'cancelled' });
  await until(() => lines.length > 0);
  abort.abort();
  await ended;
  expect(lines).toEqual(['#5 [2/3] RUN pip install']);
  expect(() => process.kill(Number(readFileSync(pid, 'utf8')), 0)).toThrow();
});
