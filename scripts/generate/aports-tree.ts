// Reads a commit of alpinelinux/aports from a clone: the APKBUILDs and the scripts that packages run when they are installed.
import { execFileSync } from 'node:child_process';
import { type Aport, readApkbuild } from './apkbuild.ts';

/** An aport with what lies beside its APKBUILD. */
export interface Origin {
  /** `main/curl`. */
  readonly path: string;
  readonly text: string;
  /** Undefined: it cannot be read. */
  readonly aport: Aport | undefined;
  /** Package name to the text of the scripts that run when it is installed. */
  readonly scripts: ReadonlyMap<string, string>;
}

const read = new Map<string, Aport | undefined>();

function git(clone: string, args: readonly string[], input?: string): Buffer {
  return execFileSync('git', ['-C', clone, ...args], { input, maxBuffer: 1 << 30 });
}

/** The day of the commit (UTC) and its full name. */
export function commitOf(clone: string, name: string): { commit: string; day: string } {
  const [commit = '', time = ''] = git(clone, ['log', '-1', '--format=%H %ct', name])
    .toString()
    .trim()
    .split(' ');
  return { commit, day: new Date(Number(time) * 1000).toISOString().slice(0, 10) };
}

/** Every aport of `main` and `community` at the commit. Throws when the clone lacks it. */
export function readTree(clone: string, commit: string): Origin[] {
  const rows = git(clone, ['ls-tree', '-r', commit, 'main', 'community'])
    .toString()
    .split('\n')
    .flatMap((line) => {
      const found = /^100\d+ blob ([0-9a-f]+)\t((?:main|community)\/[^/]+)\/([^/]+)$/.exec(line);
      const [, id = '', folder = '', name = ''] = found ?? [];
      return found && (name === 'APKBUILD' || /\.(pre-install|post-install|trigger)$/.test(name))
        ? [{ id, folder, name }]
        : [];
    });
  const texts = blobs(
    clone,
    rows.map((row) => row.id),
  );
  const scripts = new Map<string, Map<string, string>>();
  for (const { id, folder, name } of rows) {
    if (name === 'APKBUILD') continue;
    const own = scripts.get(folder) ?? new Map<string, string>();
    const owner = name.replace(/\.[a-z-]+$/, '');
    scripts.set(folder, own.set(owner, `${own.get(owner) ?? ''}\n${texts.get(id) ?? ''}`));
  }
  return rows
    .filter((row) => row.name === 'APKBUILD')
    .map(({ id, folder }) => {
      const text = texts.get(id) ?? '';
      if (!read.has(id)) read.set(id, readApkbuild(text));
      return { path: folder, text, aport: read.get(id), scripts: scripts.get(folder) ?? new Map() };
    });
}

function blobs(clone: string, ids: readonly string[]): ReadonlyMap<string, string> {
  const wanted = [...new Set(ids)];
  const output = git(clone, ['cat-file', '--batch'], `${wanted.join('\n')}\n`);
  const texts = new Map<string, string>();
  let at = 0;
  for (const id of wanted) {
    const end = output.indexOf(10, at);
    const size = Number(output.subarray(at, end).toString().split(' ')[2]);
    if (!Number.isFinite(size)) throw new Error(`The clone lacks ${id}.`);
    texts.set(id, output.subarray(end + 1, end + 1 + size).toString('utf8'));
    at = end + size + 2;
  }
  return texts;
}
