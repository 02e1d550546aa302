// Part: the real Trivy, and a vulnerability database made for tests.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cached, withLock } from './cache.ts';
import { buildGo, modules } from './go.ts';
import { firstLine, type Log, type Part, type Prepared, since } from './part.ts';
import { onPath, run } from './program.ts';

export const trivyVersion = '0.73.0';
/** The data file of the test database: ids, packages, severities. Tests read their expectations from it. */
export const vulnerabilities = join(modules, 'trivy', 'vulnerabilities.json');

async function trivyProgram(log: Log): Promise<{ path: string } | { missing: string }> {
  const own = onPath('trivy');
  if (own) {
    // Tripwires in tests put a false trivy on PATH, so its answer is read, not believed.
    const result = await run(own, ['--version'], { allowFailure: true, timeout: 10_000 }).catch(
      () => undefined,
    );
    if (result?.code === 0 && result.stdout.split('\n')[0]?.trim() === `Version: ${trivyVersion}`)
      return { path: own };
  }
  return buildGo(
    {
      name: `trivy-${trivyVersion}`,
      module: 'trivy',
      pkg: 'github.com/aquasecurity/trivy/cmd/trivy',
      ldflags: `-X github.com/aquasecurity/trivy/pkg/version/app.ver=${trivyVersion}`,
      env: { GOEXPERIMENT: 'jsonv2' },
    },
    log,
  );
}

/**
 * Writes a Trivy database of the given entries (see test/parts/trivy/db/main.go) to `<cacheDir>/db`.
 * `program` is the part trivy-db; `entries` is the JSON text.
 */
export async function writeTrivyDatabase(program: string, cacheDir: string, entries: string): Promise<void> {
  await run(program, [join(cacheDir, 'db')], { input: entries, timeout: 60_000 });
}

async function database(program: string, log: Log): Promise<string> {
  const entries = readFileSync(vulnerabilities, 'utf8');
  const key = createHash('sha256').update(entries).update(program).digest('hex').slice(0, 16);
  const folder = cached(`trivy-cache-${key}`);
  if (existsSync(folder)) return folder;
  return withLock('trivy-cache', async () => {
    if (existsSync(folder)) return folder;
    const start = Date.now();
    const draft = `${folder}.draft`;
    rmSync(draft, { recursive: true, force: true });
    await writeTrivyDatabase(program, draft, entries);
    renameSync(draft, folder);
    log(
      `trivy-cache: a database of ${JSON.parse(entries).length} vulnerabilities, written in ${since(start)}`,
    );
    return folder;
  });
}

export const trivy: Part = {
  name: 'trivy',
  gives: ['trivy', 'trivy-cache', 'trivy-db'],
  debian: [],
  async prepare(log): Promise<Prepared> {
    const program = await trivyProgram(log);
    if ('missing' in program) return program;
    const writer = await buildGo(
      { name: 'trivy-db', module: 'trivy', pkg: './db', sources: ['db'], env: { GOEXPERIMENT: 'jsonv2' } },
      log,
    );
    if ('missing' in writer) return writer;
    try {
      const cache = await database(writer.path, log);
      return { paths: { trivy: program.path, 'trivy-db': writer.path, 'trivy-cache': cache } };
    } catch (error) {
      return { missing: `the test database could not be written: ${firstLine(error)}` };
    }
  },
};
