// Programs that play a Trivy, and leave a file when they are started; and the command line that may or may not start them.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach } from 'vitest';
import { plimsoll, type Run } from '../cli/run-cli.ts';
import { temporaryDirectory } from './parts.ts';
import { goBuildBlock, releaseText, writeProgram } from './programs.ts';

export const root = temporaryDirectory();
/** A folder with a Dockerfile; nothing in it is ever run. */
export const project = path.join(root, 'project');
export const home = path.join(root, 'home');
export const tripwire = path.join(root, 'tripwire');
const report = '{"SchemaVersion": 2, "Results": []}';
/** Leaves a file, and ends as Trivy does. */
export const fires = [
  `touch '${tripwire}'`,
  'for each in "$@"; do case "$each" in --output=*) ',
  `printf '%s' '${report}' > "\${each#--output=}";; esac; done`,
].join('\n');
let count = 0;

/** A name that was not used yet. */
export const fresh = (name: string) => path.join(root, `${name}-${count++}`);

mkdirSync(path.join(project, '.git'), { recursive: true });
writeFileSync(path.join(project, 'Dockerfile'), 'FROM scratch\n');
mkdirSync(home);

beforeEach(() => rmSync(tripwire, { force: true }));

/** A folder of its own with an executable `trivy`; without a version nothing in it says that it is Trivy. */
export function trivy(version?: string, more = ''): string {
  const folder = path.join(root, `bin-${count++}`);
  mkdirSync(folder);
  const blocks = version === undefined ? [] : [goBuildBlock(releaseText(version))];
  return writeProgram(path.join(folder, 'trivy'), fires, ...blocks, Buffer.from(more));
}

export const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
/** Whether one of them was started since the test began. */
export const ran = () => existsSync(tripwire);

/** Runs `plimsoll scan config .` in the project, with its own empty cache. */
export function scan(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd = project,
): Run {
  const all = { HOME: home, XDG_CACHE_HOME: path.join(home, `cache-${count++}`), ...env };
  return plimsoll(['scan', 'config', '.', '--format', 'json', ...args], { cwd, env: all });
}

/** A link of the name `trivy` in a folder of its own. */
export function linkTo(file: string): string {
  const folder = path.join(root, `link-${count++}`);
  mkdirSync(folder);
  symlinkSync(file, path.join(folder, 'trivy'));
  return path.join(folder, 'trivy');
}
