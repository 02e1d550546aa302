// `npx tsx scripts/generate/official-tags.ts FOLDER`: makes server/data/official-tags.json from a clone of
// docker-library/official-images with its whole history.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runMain } from '../root.ts';

/** Images whose exact versions are followed through the history. */
const followed = ['node', 'python', 'golang', 'ruby', 'rust', 'php'];
/** Images whose current tags are listed. */
const listed =
  'debian ubuntu alpine python node golang php ruby rust eclipse-temurin amazoncorretto maven gradle nginx httpd postgres mysql mariadb redis mongo fedora almalinux oraclelinux amazonlinux rockylinux tomcat perl buildpack-deps busybox'.split(
    ' ',
  );
const suites: Readonly<Record<string, string>> = {
  jessie: '8',
  stretch: '9',
  buster: '10',
  bullseye: '11',
  bookworm: '12',
  trixie: '13',
};
const endings = { debian: '', slim: '-slim', alpine: '-alpine', apache: '-apache', fpm: '-fpm' } as const;
/** Candidates, snapshots and full versions: there are too many, and nobody should be led to them. */
const unlisted =
  /(^|[-.\d])(rc|alpha|beta|a|b)\d*(-|$)|experimental|backports|\d{8}|\d\.\d+\.\d+|_|u\d+-b|^tip|ubi\d+-minimal/;

/** One block of a library file: its tags, and everything in it that may name a release. */
interface Block {
  readonly tags: readonly string[];
  readonly words: string;
}

runMain(async () => {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Error('Name a clone of docker-library/official-images.');
  const git = (args: readonly string[], input?: string) =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', input, maxBuffer: 2 ** 30 });
  const current = (name: string) => blocksOf(git(['show', `HEAD:library/${name}`]));

  const releases = followed.map((name) => {
    const last = new Map<string, Block>();
    const commits = git(['log', '--format=%H', '--reverse', '--', `library/${name}`])
      .trim()
      .split('\n');
    const input = commits.map((commit) => `${commit}:library/${name}\n`).join('');
    // Files are plain ASCII, so that git's lengths in bytes are lengths in characters.
    const texts = git(['cat-file', '--batch'], input);
    for (let at = 0; at < texts.length; ) {
      const line = texts.indexOf('\n', at);
      const size = Number(texts.slice(at, line).split(' ')[2]);
      const start = line + 1;
      at = Number.isNaN(size) ? start : start + size + 1;
      if (!Number.isNaN(size))
        for (const block of blocksOf(texts.slice(start, start + size)))
          for (const tag of block.tags) last.set(tag, block);
    }
    const alive = new Set(current(name).flatMap(({ tags }) => tags));
    const variants = Object.entries(endings)
      .filter(([variant]) =>
        name === 'php' ? variant !== 'slim' : variant !== 'apache' && variant !== 'fpm',
      )
      .map(
        ([variant, ending]) =>
          `${JSON.stringify(variant)}: ${list(stretches(name, variant, ending, last, alive))}`,
      );
    return `${JSON.stringify(name)}: {${variants.join(', ')}}`;
  });
  const tags = listed.map(
    (name) => `${JSON.stringify(name)}: ${JSON.stringify(rowsOf(name, current(name)))}`,
  );

  const day = git(['log', '-1', '--format=%cs']).trim();
  const about = {
    source: `docker-library/official-images at ${git(['rev-parse', '--short=10', 'HEAD']).trim()} (${day}) and its history: the Tags lines of library/*`,
    asOf: day,
    encoding:
      "releases: repository -> variant of the tag -> [first full version of each stretch with the distribution's release (? is not known), releases of the tags of lines that get no more versions]. tags: repository -> [heads, suffixes]; the tags are every head joined with every suffix (. is none). Full versions, release candidates, Windows and dated tags are left out of tags.",
  };
  const json = `{\n"about": ${JSON.stringify(about)},\n"releases": {\n${releases.join(',\n')}\n},\n"tags": {\n${tags.join(',\n')}\n}\n}\n`;
  const target = resolve(import.meta.dirname, '../../server/data/official-tags.json');
  if (!process.argv.includes('--check')) writeFileSync(target, json);
  else if (readFileSync(target, 'utf8') !== json)
    throw new Error('official-tags.json is not what the clone says.');
});

function list(items: readonly string[]): string {
  return `[${items.map((item) => JSON.stringify(item)).join(', ')}]`;
}

function blocksOf(text: string): Block[] {
  return text.split(/\n\s*\n/).flatMap((block) => {
    const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(block)?.[1] ?? '';
    const split = (value: string) => value.split(',').map((tag) => tag.trim());
    const own = split(field('Tags')).filter((tag) => tag !== '');
    const windows = /windows|nanoserver/.test(
      `${field('Architectures')} ${field('Constraints')} ${own.join(' ')}`,
    );
    if (own.length === 0 || windows) return [];
    const shared = split(field('SharedTags')).filter((tag) => tag !== '');
    return [{ tags: [...own, ...shared], words: `${own.join(' ')} ${field('Directory')}` }];
  });
}

function numbers(version: string): number[] {
  return version.split('.').map(Number);
}

function compare(one: string, other: string): number {
  const [a, b] = [numbers(one), numbers(other)];
  for (let i = 0; i < 3; i++) if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) - (b[i] ?? 0);
  return a.length - b.length;
}

function releaseIn({ words }: Block, variant: string): string {
  const found =
    variant === 'alpine'
      ? [...words.matchAll(/alpine-?(\d\.\d+)/g)].map((match) => match[1] ?? '?')
      : [...words.matchAll(/jessie|stretch|buster|bullseye|bookworm|trixie/g)].map(
          (match) => suites[match[0]] ?? '?',
        );
  const [release = '?', ...others] = new Set(found);
  return others.length > 0 || release === '8' ? '?' : release;
}

/** The stretches of full versions on one release, and the tags of lines that get no more versions. */
function stretches(
  name: string,
  variant: string,
  ending: string,
  last: ReadonlyMap<string, Block>,
  alive: ReadonlySet<string>,
): [string, string] {
  const full = new Map<string, string>();
  const ended = new Map<string, string>();
  for (const [tag, block] of last) {
    const version = tag.endsWith(ending) ? tag.slice(0, tag.length - ending.length) : '';
    if (!/^\d+(\.\d+){0,2}$/.test(version)) continue;
    const release = releaseIn(block, variant);
    if (version.split('.').length === 3) full.set(version, release);
    else if (!alive.has(tag)) ended.set(version, release);
  }
  const lineOf = (version: string) =>
    numbers(version)
      .slice(0, name === 'node' ? 1 : 2)
      .join('.');
  const versions = [...full.keys()].sort(compare);
  const points: [string, string][] = [];
  let previous = '';
  for (const [i, version] of versions.entries()) {
    const release = full.get(version) ?? '?';
    if (release !== previous) points.push([version, release]);
    previous = release;
    const next = versions[i + 1];
    if (next !== undefined && lineOf(next) === lineOf(version)) continue;
    const [major, minor, patch = 0] = numbers(version);
    if (previous !== '?') points.push([`${major}.${minor}.${patch + 1}`, '?']);
    previous = '?';
  }
  while (points[0]?.[1] === '?') points.shift();
  const at = (version: string) => points.findLast(([from]) => compare(from, version) <= 0)?.[1] ?? '?';
  const rest = [...ended]
    .filter(([version, release]) => {
      if (release === '?') return false;
      return name !== 'node' || !version.includes('.') || at(`${version}.0`) !== at(`${version}.9999`);
    })
    .sort(([one], [other]) => compare(one, other));
  const text = (pairs: readonly (readonly [string, string])[]) =>
    pairs.map((pair) => pair.join(':')).join(' ');
  return [text(points), text(rest)];
}

function rowsOf(name: string, blocks: readonly Block[]): string[][] {
  const heads = new Map<string, Set<string>>();
  const dotted = name === 'rockylinux' || name === 'almalinux';
  for (const tag of new Set(blocks.flatMap(({ tags }) => tags))) {
    if (/\d{8}/.test(tag) || (!dotted && unlisted.test(tag))) continue;
    const head = /^\d+(?:\.\d+)?(?=-|$)/.exec(tag)?.[0] ?? '';
    const own = heads.get(head) ?? new Set();
    heads.set(head, own.add(tag.slice(head.length) || '.'));
  }
  const rows = new Map<string, string[]>();
  for (const [head, suffixes] of heads) {
    const key = [...suffixes].sort().join(' ');
    rows.set(key, [...(rows.get(key) ?? []), head]);
  }
  return [...rows]
    .map(([suffixes, own]) => [own.sort(compare).join(' '), suffixes])
    .sort(([one = ''], [other = '']) => (one < other ? -1 : 1));
}
