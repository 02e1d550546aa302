// The committed image facts: no contradictions, sources for everything, bounded size and time.
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  compileFacts,
  compileFactsSources,
  type FactsSource,
  SIZE_LIMIT,
} from '../../scripts/generate/facts.ts';
import { type FactsData, type FactsTable, openFacts } from '../../server/src/engine/model/facts.ts';
import { codenameReleases } from '../../server/src/engine/model/tag-habits.ts';

let text: string;
let data: FactsData;
let table: FactsTable;

beforeAll(async () => {
  text = await compileFacts();
  data = JSON.parse(text) as FactsData;
  table = openFacts(data);
});

const managers: Readonly<Record<string, readonly string[]>> = {
  debian: ['apt'],
  ubuntu: ['apt'],
  alpine: ['apk'],
  wolfi: ['apk'],
  rhel: ['dnf', 'microdnf', 'yum'],
  oraclelinux: ['dnf', 'microdnf', 'yum'],
  amazonlinux: ['dnf', 'yum'],
  azurelinux: ['tdnf'],
  busybox: [],
  none: [],
};

describe('the tables of tags and of support', () => {
  it('lists days, releases and sources', () => {
    for (const [id, product] of Object.entries(data.endOfLife.products)) {
      expect(product.source, id).toMatch(/^https:\/\//);
      expect(product.name, id).not.toBe('');
      for (const [release, day] of Object.entries(product.releases)) {
        expect(release, id).toMatch(/^\d+(\.\d+)*$/);
        if (day !== null) expect(day, `${id} ${release}`).toMatch(/^(19|20)\d\d-\d\d-\d\d$/);
      }
      for (const release of product.longTerm ?? []) expect(product.releases, id).toHaveProperty([release]);
    }
  });

  const rows: readonly [string, string, string | null][] = [
    ['debian', '12', '2028-06-30'],
    ['ubuntu', '20.04', '2025-05-31'],
    ['alpine', '3.20', '2026-04-01'],
    ['python', '3.8', '2024-10-07'],
    ['node', '18', '2025-04-30'],
    ['golang', '1.26', null],
    ['dotnet', '6', '2024-11-12'],
    ['java', '17', '2027-10-31'],
  ];
  it.each(rows)('%s %s: %s', (product, release, day) => {
    expect(data.endOfLife.products[product]?.releases[release]).toBe(day);
  });

  it('lists only tags that are tags, and current ones of every repository', () => {
    for (const repository of Object.keys(data.officialTags.tags)) {
      const tags = table.officialTags(`library/${repository}`) ?? [];
      expect(tags.length, repository).toBeGreaterThan(0);
      for (const tag of tags) expect(tag, repository).toMatch(/^\w[\w.-]{0,127}$/);
      expect(new Set(tags).size, repository).toBe(tags.length);
    }
    expect(table.officialTags('library/python')).toEqual(
      expect.arrayContaining(['3.13', '3.13-slim', 'slim', '3.13-alpine3.24', 'latest']),
    );
    expect(table.officialTags('library/no-such-image')).toBeUndefined();
    expect(table.officialTags('someone/python')).toBeUndefined();
  });
});

describe('the data', () => {
  it('does not contradict itself', () => {
    const wrong: string[] = [];
    for (const entry of data.entries) {
      const { facts, id } = entry;
      const say = (text: string) => wrong.push(`${id}: ${text}`);
      const made =
        table.lookup({
          registry: entry.registry,
          repository: entry.repository ?? '',
          tag: exampleTag(entry.tag),
        }) ?? facts;
      const users = [...(facts.users ?? []), ...(facts.baseUsers ? (made.users ?? []) : [])];
      const name = facts.user?.name;
      if (facts.shell === false && facts.packageManager && facts.packageManager !== 'none')
        say('a package manager without a shell');
      if (facts.shell === false && facts.tools['bash']) say('bash without a shell');
      if (facts.distroless && facts.shell && facts.shell.sh === '/bin/sh') say('distroless with /bin/sh');
      if (
        facts.usersComplete &&
        !facts.baseUsers &&
        users.length > 0 &&
        name &&
        !/^\d+$/.test(name) &&
        !users.some((user) => user.name === name)
      ) {
        say(`starts as ${name}, who is not among its users`);
      }
      if (facts.runsAs && users.length > 0 && !users.some((user) => user.name === facts.runsAs))
        say(`runs as ${facts.runsAs}, who is not among its users`);
      if (facts.runsAs && facts.stepsDownItself) say('runs as another user and steps down');
      if (facts.libc === 'musl' && facts.distro !== 'alpine' && facts.distro !== 'busybox')
        say(`musl on ${facts.distro}`);
      const family = managers[facts.distro ?? ''];
      if (
        facts.packageManager &&
        facts.packageManager !== 'none' &&
        family &&
        !family.includes(facts.packageManager)
      )
        say(`${facts.packageManager} on ${facts.distro}`);
      if (facts.libc === 'glibc' && facts.distro === 'alpine') say('glibc on Alpine');
      if (facts.shell === false) {
        for (const tool of ['sh', 'bash', 'ash', 'dash', 'apt', 'apt-get', 'apk', 'dnf'])
          if (facts.tools[tool]) say(`${tool} without a shell`);
      } else if (facts.shell?.bash === false && facts.tools['bash']) say('bash is there and is not');
      if (facts.userTools?.['useradd'] && facts.distro === 'alpine') say('useradd on Alpine');
      // Without a tag that the pattern takes, the family's accounts are not spelled out; images made from nothing have none.
      const spelled = made !== facts || !facts.baseUsers;
      if (
        made.usersComplete &&
        spelled &&
        made.users?.length &&
        !made.users.some((user) => user.name === 'root')
      )
        say('all users known, and root is none of them');
      if (facts.user?.name === 'root' && facts.user.uid !== undefined && facts.user.uid !== 0)
        say('root is not 0');
      const own = facts.users?.find((user) => user.name === name);
      if (own?.uid !== undefined && facts.user?.uid !== undefined && own.uid !== facts.user.uid)
        say(`${name} has two numbers`);
      if (facts.runsAs === 'root') say('runs unprivileged as root');
      for (const user of made.users ?? [])
        if (made.possibleUsers?.includes(user.name)) say(`${user.name} is certain and possible`);
      if (facts.eol && facts.lastUpdated && facts.eol.slice(0, 4) < facts.lastUpdated)
        say('updated after its end of life');
      if (facts.codename && facts.distro && facts.release) {
        const [distribution, release] = codenameReleases.get(facts.codename) ?? [];
        if (distribution === facts.distro && release !== facts.release)
          say(`${facts.codename} is not ${facts.release}`);
      }
      if (facts.compiler === false && (facts.tools['gcc'] || facts.tools['cc']))
        say('a compiler is there and is not');
      if (facts.runtime?.kind === 'jre' && facts.runtime.javac) say('a JRE with javac');
      if (facts.floating && facts.release && !facts.asOf)
        say('a release that moves without the day it was true');
      if (facts.distroless && facts.packageManager && facts.packageManager !== 'none')
        say('distroless with a package manager');
      for (const [tool, value] of Object.entries(facts.tools)) {
        if (typeof value === 'string' && value.startsWith('/') && /\s|\.\./.test(value))
          say(`${tool} at a strange path`);
      }
      if (new Set(made.users?.map((user) => user.name)).size < (made.users?.length ?? 0)) say('a user twice');
    }
    expect(wrong).toEqual([]);
  });

  it('names a source for every entry, and the sources hold no markup', async () => {
    const sources = JSON.parse(await compileFactsSources()) as Record<string, FactsSource>;
    expect(Object.keys(sources)).toHaveLength(data.entries.length);
    for (const { sources: list } of Object.values(sources)) expect(list.length).toBeGreaterThan(0);
  });

  it(`is at most ${SIZE_LIMIT} bytes compressed`, () => {
    expect(gzipSync(text, { level: 9 }).length).toBeLessThanOrEqual(SIZE_LIMIT);
  });

  it('has only patterns whose time grows with the length of a tag, not faster', () => {
    const pieces = [
      '1',
      '1.',
      '1.1_',
      'a',
      '-',
      '-alpine',
      '-slim',
      '3.1',
      '-debian13',
      '9.0-',
      'jdk',
      '.',
      '1.1.1-',
      '-dev',
    ];
    const slow: string[] = [];
    for (const pattern of new Set(data.entries.map((entry) => entry.tag))) {
      const expression = new RegExp(pattern);
      for (const piece of pieces) {
        for (const end of ['', '!', '-x']) {
          const tag = (piece.repeat(255).slice(0, 255 - end.length) + end).slice(0, 255);
          let best = Number.POSITIVE_INFINITY;
          for (let run = 0; run < 5 && best > 1; run++) {
            const start = performance.now();
            expression.exec(tag);
            best = Math.min(best, performance.now() - start);
          }
          if (best > 1) slow.push(`${pattern} on ${tag}: ${best} ms`);
        }
      }
    }
    expect(slow).toEqual([]);
  });
});

/** A tag that a simple pattern takes; entries whose pattern is not simple are looked at as they stand. */
function exampleTag(pattern: string): string {
  return /^\^[\w.]+\$$/.test(pattern) ? pattern.slice(1, -1) : 'latest';
}
