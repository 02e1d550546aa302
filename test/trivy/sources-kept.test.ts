// Results that are kept: what they depend on, what makes a kept one useless, and how many are kept.
import { cpSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { runTrivyKept, type ScanRequest, type ScanTarget } from '../../server/src/trivy/index.ts';
import { hasParts, requirePart } from '../part.ts';
import { temporaryDirectory } from './parts.ts';
import { writeFault } from './programs.ts';
import { requestOf } from './scan-request.ts';

const cache = requirePart('trivy-cache');
const root = temporaryDirectory();
const own = path.join(root, 'database');
const metadata = path.join(own, 'db', 'metadata.json');
const ignoreFile = path.join(root, '.trivyignore');
const notes = path.join(root, 'notes.json');
const target: ScanTarget = { kind: 'image', reference: 'example/app:1', sources: ['docker'] };
let count = 0;
let program = '';

beforeAll(() => {
  if (hasParts('trivy-cache')) cpSync(cache, own, { recursive: true });
  // Ends well with an empty report: whether it is started is the question here.
  program = writeFault(root, 'notes', notes);
});

/** Whether the second of two scans was answered by the first. */
async function isAnswered(
  context: Parameters<typeof requestOf>[0],
  between: (folder: string) => void,
  changed: Partial<ScanRequest> & { readonly imageId?: string; readonly again?: boolean } = {},
  first: Partial<ScanRequest> = {},
): Promise<boolean> {
  const folder = path.join(root, `kept-${++count}`);
  const request = requestOf(context, target, { program, cacheDirectory: own, ignoreFile, ...first });
  const image = { imageId: 'sha256:1', folder };
  expect((await runTrivyKept(request, {}, image)).kept).toBe(false);
  between(folder);
  const { imageId, again, ...more } = changed;
  const keeping = { ...image, ...(imageId ? { imageId } : {}), ...(again ? { again } : {}) };
  return (await runTrivyKept({ ...request, ...first, ...more }, {}, keeping)).kept;
}

const nothing = () => {};

test('the same again is answered, with the time of the scan', async (context) => {
  expect(await isAnswered(context, nothing)).toBe(true);
});

const changes: readonly {
  name: string;
  changed?: Partial<ScanRequest> & { imageId?: string; again?: boolean };
  between?: (folder: string) => void;
}[] = [
  { name: 'another image', changed: { imageId: 'sha256:2' } },
  { name: 'Scan Again', changed: { again: true } },
  { name: 'other severities', changed: { options: { severities: ['low'] } } },
  { name: 'another ignore file', between: () => writeFileSync(ignoreFile, `CVE-2099-${count}\n`) },
  {
    name: 'another database',
    between: () => {
      const data = JSON.parse(readFileSync(metadata, 'utf8'));
      writeFileSync(metadata, JSON.stringify({ ...data, UpdatedAt: new Date().toISOString() }));
    },
  },
  { name: 'no database any more', changed: { cacheDirectory: path.join(root, 'empty') } },
  {
    name: 'a kept file that is damaged',
    between: (folder) => {
      for (const each of readdirSync(folder)) writeFileSync(path.join(folder, each), 'not gzip');
    },
  },
];

test.for(changes)('$name: scanned', async ({ changed, between }, context) => {
  expect(await isAnswered(context, between ?? nothing, changed)).toBe(false);
});

test('a database whose update is due is not the last word, but for who wants no update', async (context) => {
  const data = JSON.parse(readFileSync(metadata, 'utf8'));
  writeFileSync(metadata, JSON.stringify({ ...data, NextUpdate: '2020-01-01T00:00:00Z' }));
  expect(await isAnswered(context, nothing, {}, { offline: false })).toBe(false);
  expect(await isAnswered(context, nothing, {}, { offline: true })).toBe(true);
  writeFileSync(metadata, JSON.stringify(data));
  expect(await isAnswered(context, nothing, {}, { offline: false })).toBe(true);
});

test('the least lately used go', async (context) => {
  const folder = path.join(root, 'many');
  const scan = (imageId: string) =>
    runTrivyKept(requestOf(context, target, { program, cacheDirectory: own }), {}, { imageId, folder });
  await scan('sha256:0');
  const [kept] = readdirSync(folder);
  for (let number = 0; number < 70; number++) {
    const file = path.join(folder, `${number}.json.gz`);
    writeFileSync(file, '');
    utimesSync(file, number, number);
  }
  await scan('sha256:1');
  const left = readdirSync(folder);
  expect(left).toHaveLength(60);
  expect(left).toContain(kept);
  expect(left).not.toContain('0.json.gz');
  expect((await scan('sha256:0')).kept).toBe(true);
});
