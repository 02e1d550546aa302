// `npx tsx scripts/generate/end-of-life.ts FOLDER`: makes server/data/end-of-life.json from a clone of endoflife-date/endoflife.date.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Product } from '../../server/src/engine/model/end-of-life.ts';
import { runMain } from '../root.ts';

/** Our key: the file there, the name as its makers write it, releases below which nothing is kept, and more. */
const products: Readonly<
  Record<string, { file?: string; name: string; from?: number; column?: 'eoes'; longTerm?: boolean }>
> = {
  debian: { name: 'Debian', from: 6, column: 'eoes' },
  ubuntu: { name: 'Ubuntu' },
  alpine: { file: 'alpine-linux', name: 'Alpine' },
  fedora: { name: 'Fedora' },
  centos: { name: 'CentOS' },
  amazonlinux: { file: 'amazon-linux', name: 'Amazon Linux' },
  oraclelinux: { file: 'oracle-linux', name: 'Oracle Linux' },
  rockylinux: { file: 'rocky-linux', name: 'Rocky Linux' },
  almalinux: { name: 'AlmaLinux' },
  opensuse: { name: 'openSUSE Leap' },
  python: { name: 'Python' },
  node: { file: 'nodejs', name: 'Node.js', from: 4, longTerm: true },
  golang: { file: 'go', name: 'Go' },
  php: { name: 'PHP' },
  ruby: { name: 'Ruby' },
  java: { file: 'eclipse-temurin', name: 'Java', longTerm: true },
  dotnet: { name: '.NET' },
  postgres: { file: 'postgresql', name: 'PostgreSQL', from: 9 },
  mysql: { name: 'MySQL', longTerm: true },
  mariadb: { name: 'MariaDB', longTerm: true },
  mongo: { file: 'mongodb', name: 'MongoDB' },
  nginx: { name: 'nginx' },
  perl: { name: 'Perl' },
  redis: { name: 'Redis' },
};

runMain(async () => {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Error('Name a clone of endoflife-date/endoflife.date.');
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim();
  const day = git('log', '-1', '--format=%cs');
  const about = {
    source: `endoflife-date/endoflife.date at ${git('rev-parse', '--short=10', 'HEAD')} (${day}), products/*.md; each product's own policy is its source`,
    asOf: day,
    meaning:
      'the last day of free security fixes from the project itself; null: supported, no day known. Debian counts its LTS team, whose fixes come through the same archive; Ubuntu does not count its paid extension.',
  };
  const rows = Object.entries(products).map(([key, { file = key, name, from, column, longTerm }]) => {
    const text = git('show', `HEAD:products/${file}.md`);
    const product = readProduct(text, name, column ?? 'eol', from ?? 0, longTerm ?? false);
    return `${JSON.stringify(key)}: ${JSON.stringify(product)}`;
  });
  const json = `{\n"about": ${JSON.stringify(about)},\n"products": {\n${rows.join(',\n')}\n}\n}\n`;
  const target = resolve(import.meta.dirname, '../../server/data/end-of-life.json');
  if (process.argv.includes('--check')) {
    if (readFileSync(target, 'utf8') !== json)
      throw new Error('end-of-life.json is not what the clone says.');
  } else writeFileSync(target, json);
});

function readProduct(text: string, name: string, column: string, from: number, longTerm: boolean): Product {
  const source = /^releasePolicyLink:\s*(?:>-?\s*)?(\S+)/m.exec(text)?.[1];
  const list = text.slice(text.indexOf('\nreleases:'));
  if (source === undefined) throw new Error(`${name} names no policy.`);
  const releases: [string, string | null][] = [];
  const long: string[] = [];
  for (const block of list.split(/\n\s*- releaseCycle:/).slice(1)) {
    const release = (block.split('\n', 1)[0] ?? '').trim().replaceAll('"', '');
    if (Number.parseFloat(release) < from) continue;
    const dated = (field: string) =>
      new RegExp(`^\\s+${field}:\\s*(\\d{4}-\\d\\d-\\d\\d)`, 'm').exec(block)?.[1];
    releases.unshift([release, dated(column) ?? dated('eol') ?? null]);
    if (/^\s+lts:\s*(true|\d{4})/m.test(block)) long.push(release);
  }
  return { name, source, releases: Object.fromEntries(releases), ...(longTerm ? { longTerm: long } : {}) };
}
