// The applications under apps/: what each one's app.json says, and its build context with the packages it vendors.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { run } from '../../scripts/parts/program.ts';

const folder = fileURLToPath(new URL('./apps/', import.meta.url));

/** An application as it was before the split, and what must be true of it before and after. */
export interface App {
  /** Its folder: `python-notes`. */
  readonly name: string;
  readonly language: string;
  readonly what: string;
  /**
   * Archives that the context holds, and the folders under apps/ that they are made of: `vendor/one-1.0.tar.gz` for pip,
   * `vendor/one-1.0.tgz` for npm. So a package manager does with them what it does with a registry's.
   */
  readonly packs?: Readonly<Record<string, string>>;
  readonly port: number;
  /** Where a choice has to move the port: its id and the new one. */
  readonly ports?: Readonly<Record<string, number>>;
  /** Path and query, and the body that is answered. Asked in this order, of a container just started. */
  readonly answers: Readonly<Record<string, string>>;
  /** What its health check says before the split; `none`: it has none. */
  readonly before: 'healthy' | 'unhealthy' | 'none';
  /** The splits that must be offered and work, by id. */
  readonly choices: readonly string[];
  /** Programs that must not be in any runtime image, besides compilers. */
  readonly absent?: readonly string[];
  readonly dockerfile: string;
}

/** All applications, by name. */
export const apps: readonly App[] = readdirSync(folder)
  .sort()
  .map((name) => ({
    ...(JSON.parse(readFileSync(join(folder, name, 'app.json'), 'utf8')) as Omit<App, 'name' | 'dockerfile'>),
    name,
    dockerfile: readFileSync(join(folder, name, 'Dockerfile'), 'utf8'),
  }));

/** Copies an application to `place`, an absolute path that is made, with its archives. */
export async function makeContext(app: App, place: string): Promise<void> {
  const source = join(folder, app.name);
  mkdirSync(place, { recursive: true });
  for (const name of readdirSync(source))
    if (name !== 'app.json') cpSync(join(source, name), join(place, name), { recursive: true });
  for (const [archive, packed] of Object.entries(app.packs ?? {})) {
    // The same bytes each time, so that BuildKit finds the step that installs them in its cache.
    const fixed = [
      '--sort=name',
      '--mtime=@0',
      '--owner=0',
      '--group=0',
      '--numeric-owner',
      '--mode=u+rwX,go+rX,go-w',
    ];
    const top = archive.endsWith('.tgz') ? 'package' : basename(archive, '.tar.gz');
    const tar = join(place, `${basename(archive)}.tar`);
    await run('tar', [
      '-C',
      join(source, packed),
      ...fixed,
      '--transform',
      `s,^\\.,${top},`,
      '-cf',
      tar,
      '.',
    ]);
    mkdirSync(dirname(join(place, archive)), { recursive: true });
    writeFileSync(join(place, archive), gzipSync(readFileSync(tar)));
    rmSync(tar);
  }
}
