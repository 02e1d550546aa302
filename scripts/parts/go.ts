// Builds a program from one of the Go modules under test/parts, once, into the cache.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, withLock } from './cache.ts';
import { firstLine, type Log, since } from './part.ts';
import { onPath, run } from './program.ts';

export const modules = fileURLToPath(new URL('../../test/parts/', import.meta.url));

export interface GoProgram {
  /** Name in the cache and in messages. */
  name: string;
  /** Folder under test/parts that holds go.mod. */
  module: string;
  /** What to build: an import path, or a folder relative to the module. */
  pkg: string;
  ldflags?: string;
  env?: Record<string, string>;
  /** Sources of our own, relative to the module: a change in them builds anew. */
  sources?: string[];
}

function fingerprint(program: GoProgram): string {
  const hash = createHash('sha256').update(JSON.stringify(program));
  const folder = join(modules, program.module);
  const files = ['go.mod', 'go.sum'];
  for (const source of program.sources ?? []) {
    files.push(
      ...readdirSync(join(folder, source))
        .sort()
        .map((name) => join(source, name)),
    );
  }
  for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 16);
}

/** The built program's path, or why it cannot be built. A warm cache needs no Go at all. */
export async function buildGo(program: GoProgram, log: Log): Promise<{ path: string } | { missing: string }> {
  const path = cached('go', `${program.name}-${fingerprint(program)}`);
  if (existsSync(path)) return { path };
  const go = onPath('go') ?? (existsSync('/usr/local/go/bin/go') ? '/usr/local/go/bin/go' : undefined);
  if (!go) return { missing: `${program.name} is built from Go source and no go is on PATH` };
  return withLock(`go-${program.name}`, async () => {
    if (existsSync(path)) return { path };
    const start = Date.now();
    const draft = `${path}.draft`;
    const args = [
      'build',
      '-ldflags',
      ['-s -w', program.ldflags].filter(Boolean).join(' '),
      '-o',
      draft,
      program.pkg,
    ];
    try {
      await run(go, args, {
        cwd: join(modules, program.module),
        env: { CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: '-buildvcs=false', ...program.env },
        timeout: 1_800_000,
      });
    } catch (error) {
      return { missing: `${program.name} could not be built: ${firstLine(error)}` };
    }
    renameSync(draft, path);
    log(`${program.name}: built from the Go module test/parts/${program.module} in ${since(start)}`);
    return { path };
  });
}
