// Results of image scans, kept between sessions: the same image with the same database, options and decisions is
// answered from here.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { databaseVersion } from './database-version.ts';
import { programMemoryPath } from './program-memory.ts';
import { runTrivy, type ScanResult } from './run-trivy.ts';
import type { ScanControl, ScanRequest } from './scan-request.ts';
import { checkTrivy } from './trivy-version.ts';

/** Changes with the shape of TrivyReport: what an older version kept is not read. */
const shape = 1;
const mostFiles = 60;
/** Bytes on disk of all together, and of one when it is unpacked. */
const mostBytes = 100 * 1024 * 1024;
const unpackedLimit = 96 * 1024 * 1024;

export interface KeptResult extends ScanResult {
  /** Milliseconds since 1970: when the image was really scanned. */
  readonly finished: number;
  /** It was not scanned now. */
  readonly kept: boolean;
}

export interface Keeping {
  /** The image's id, as its engine tells it: `sha256:…`. Absent: nothing is kept. */
  readonly imageId?: string;
  /** Scan in any case. */
  readonly again?: boolean;
  /** Absolute path; default: in the user's own cache. */
  readonly folder?: string;
}

/** Answers from an earlier scan where that would have the same result, else scans. Throws ScanError as runTrivy. */
export async function runTrivyKept(
  request: ScanRequest,
  control: ScanControl,
  keeping: Keeping,
): Promise<KeptResult> {
  const folder = keeping.folder ?? path.join(path.dirname(programMemoryPath()), 'scans');
  if (!keeping.again) {
    const file = await fileFor(request, keeping, folder);
    const found = file && (await read(file));
    if (found) return { ...found, kept: true };
  }
  const result = await runTrivy(request, control);
  const fresh = { ...result, finished: Date.now() };
  // After the scan, which may have updated the database.
  const file = await fileFor(request, keeping, folder);
  if (file) await write(file, fresh);
  return { ...fresh, kept: false };
}

/** Forgets everything that is kept. */
export async function forgetKeptResults(
  folder = path.join(path.dirname(programMemoryPath()), 'scans'),
): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}

/** The file whose name says everything that the result depends on; undefined where something of it cannot be told. */
async function fileFor(
  request: ScanRequest,
  { imageId }: Keeping,
  folder: string,
): Promise<string | undefined> {
  const {
    program,
    memory,
    container,
    target,
    env: _,
    workspaceFolders: __,
    server,
    ignoreFile,
    vex,
    ...rest
  } = request;
  if (imageId === undefined || target.kind !== 'image' || (vex?.sources ?? []).length > 0) return undefined;
  const verdict = container ? undefined : await checkTrivy(program, memory);
  const version = container?.image ?? (verdict?.state === 'ok' ? verdict.version : undefined);
  const database = await databaseVersion(request);
  if (version === undefined || database === undefined) return undefined;
  const files = [...(ignoreFile === undefined ? [] : [ignoreFile]), ...(vex?.files ?? [])];
  const decisions = await Promise.all(files.map((file) => digestOf(file)));
  // An entry of the ignore file can end with any day.
  const day = ignoreFile === undefined ? '' : new Date().toISOString().slice(0, 10);
  // The token and the address of a server do not change what it finds.
  const told = [shape, version, imageId, target.reference, database, server !== undefined, decisions, day];
  const { cacheBackend: ___, cacheDirectory: ____, ...options } = rest;
  const name = createHash('sha256')
    .update(JSON.stringify([told, options]))
    .digest('hex');
  return path.join(folder, `${name}.json.gz`);
}

async function digestOf(file: string): Promise<string> {
  const bytes = await readFile(file).catch(() => '');
  return `${path.extname(file)} ${createHash('sha256').update(bytes).digest('hex')}`;
}

async function read(file: string): Promise<Omit<KeptResult, 'kept'> | undefined> {
  try {
    const bytes = await promisify(gunzip)(await readFile(file), { maxOutputLength: unpackedLimit });
    const data = JSON.parse(bytes.toString('utf8')) as Omit<KeptResult, 'kept'>;
    if (typeof data.finished !== 'number' || !Array.isArray(data.report?.vulnerabilities)) return undefined;
    const now = new Date();
    await utimes(file, now, now);
    return data;
  } catch {
    return undefined;
  }
}

/** What cannot be written is scanned again the next time. */
async function write(file: string, result: Omit<KeptResult, 'kept'>): Promise<void> {
  const fresh = `${file}.${randomUUID()}.new`;
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    const bytes = await promisify(gzip)(JSON.stringify(result));
    await writeFile(fresh, bytes, { mode: 0o600 });
    await rename(fresh, file);
    await tidy(path.dirname(file));
  } catch {
    await rm(fresh, { force: true }).catch(() => undefined);
  }
}

/** The least lately used go first. */
async function tidy(folder: string): Promise<void> {
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const file = path.join(folder, name);
      const { size, mtimeMs } = await stat(file);
      return { file, size, used: mtimeMs };
    }),
  );
  files.sort((a, b) => b.used - a.used);
  let bytes = 0;
  for (const [index, { file, size }] of files.entries()) {
    bytes += size;
    if (index >= mostFiles || bytes > mostBytes) await rm(file, { force: true });
  }
}
