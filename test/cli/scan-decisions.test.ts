// What is decided on findings, on the command line: the ignore file and VEX documents of the project, and those named.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { debianWith, putImage, trivyFlags } from './real-images.ts';
import { plimsoll, workspace } from './run-cli.ts';

const ignore = (id: string, more = '') => `vulnerabilities:\n  - id: ${id}\n    statement: known\n${more}`;
const statement = (id: string, purl: string) =>
  JSON.stringify({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'urn:uuid:7f0a',
    author: 'Test',
    timestamp: '2026-01-01T00:00:00Z',
    version: 1,
    statements: [
      {
        vulnerability: { name: id },
        products: [{ '@id': purl }],
        status: 'not_affected',
        justification: 'component_not_present',
      },
    ],
  });
const [bash, gzip, tar] = ['CVE-2099-10001', 'CVE-2099-10003', 'CVE-2099-10002'];

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** The folder that the command is run in. */
  readonly cwd?: string;
  readonly flags?: readonly string[];
  readonly left: readonly string[];
  /** What the notices tell. */
  readonly says?: RegExp;
}

const cases: readonly Case[] = [
  { name: 'nothing', files: {}, left: [bash, tar, gzip], says: /^$/ },
  {
    name: 'an ignore file at the root of the project',
    files: { '.git/HEAD': '', '.trivyignore.yaml': ignore(bash) },
    cwd: 'services/web',
    left: [tar, gzip],
    says: /Decisions are read from .*\.trivyignore\.yaml\./,
  },
  {
    name: 'the one of the folder comes first',
    files: {
      '.git/HEAD': '',
      '.trivyignore.yaml': ignore(bash),
      'services/web/.trivyignore': `# known\n${tar}\n`,
    },
    cwd: 'services/web',
    left: [bash, gzip],
  },
  {
    name: 'beside the Dockerfile that is named',
    files: { 'web/Dockerfile': 'FROM debian:12\n', 'web/.trivyignore.yaml': ignore(gzip) },
    flags: ['--dockerfile', 'web/Dockerfile'],
    left: [bash, tar],
  },
  {
    name: 'one that is named instead',
    files: { '.trivyignore.yaml': ignore(bash), 'other.yaml': ignore(tar) },
    flags: ['--ignore-file', 'other.yaml'],
    left: [bash, gzip],
  },
  {
    name: 'entries that are over',
    files: { '.trivyignore.yaml': ignore(bash, '    expired_at: 2020-01-01\n') },
    left: [bash, tar, gzip],
    says: /\.trivyignore\.yaml, line 2: the entry of CVE-2099-10001 ended on 2020-01-01\./,
  },
  {
    name: 'VEX documents of the project and a named one',
    files: {
      '.vex/a.openvex.json': statement(bash, 'pkg:deb/debian/bash'),
      'more, x.json': statement(gzip, 'pkg:deb/debian/gzip'),
      'broken.vex.json': '{',
    },
    flags: ['--vex', 'more, x.json'],
    left: [tar],
    says: /broken\.vex\.json is no VEX document that Trivy can read/,
  },
];

describe('the files of the project', () => {
  test.for(cases)('$name', ({ files, cwd = '.', flags = [], left, says }, context) => {
    const folder = workspace({ ...files, [`${cwd}/keep`]: '' });
    const image = putImage(folder, 'app.tar', [debianWith(['bash', 'gzip', 'tar'])]);
    const args = ['scan', 'image', image, ...trivyFlags(context), '--format', 'json', ...flags];
    const { out, err, code } = plimsoll(args, { cwd: join(folder, cwd) });
    const report = JSON.parse(out);
    expect(report.vulnerabilities.map(({ id }: { id: string }) => id)).toEqual(left);
    expect(code).toBe(left.includes(bash) ? 1 : 0);
    if (says) expect(err.trim()).toMatch(says);
  });
});

test('what was left out is counted, and listed when asked for', (context) => {
  const folder = workspace({
    '.trivyignore.yaml': ignore(bash),
    'a.openvex.json': statement(tar, 'pkg:deb/debian/tar'),
  });
  putImage(folder, 'app.tar', [debianWith(['bash', 'gzip', 'tar'])]);
  const scan = (...flags: string[]) =>
    plimsoll(['scan', 'image', './app.tar', ...trivyFlags(context), ...flags], { cwd: folder }).out;
  expect(scan()).toContain(
    '2 findings left out by .trivyignore.yaml, a.openvex.json (--show-suppressed lists them)',
  );
  const listed = scan('--show-suppressed');
  expect(listed).toContain(`  ${bash}  bash 5.2.15-2+b2, ignored by .trivyignore.yaml: known`);
  expect(listed).toContain(
    `  ${tar}  tar 1.34+dfsg-1.2, not_affected by a.openvex.json: component_not_present`,
  );
});

test.for([
  ['an ignore file that is not there', ['--ignore-file', 'none.yaml'], {}, /none\.yaml is no ignore file/],
  [
    'one that Trivy would stop at',
    [],
    { '.trivyignore.yaml': 'vulnerabilities:\n  - id: CVE-1\n    expired_at: soon\n' },
    /\.trivyignore\.yaml, line 3: Trivy stops at what is no day/,
  ],
  ['a VEX document that is not there', ['--vex', 'none.json'], {}, /none\.json does not exist/],
  ['attached statements offline', ['--vex', 'oci'], {}, /not done offline/],
] as const)('%s: exit 2, and why', ([, flags, files, says], context) => {
  const folder = workspace({ ...files });
  putImage(folder, 'app.tar', [debianWith(['bash'])]);
  const { code, err } = plimsoll(['scan', 'image', './app.tar', ...trivyFlags(context), ...flags], {
    cwd: folder,
  });
  expect(err).toMatch(says);
  expect(code).toBe(2);
});

test('`check` reads an ignore file that is named, as of a day, in every format', () => {
  const text = `vulnerabilities:\n  - id: ${bash}\n    expired_at: 2026-06-01\n    statment: x\n`;
  const cwd = workspace({ '.trivyignore.yaml': text, '.trivyignore': `${tar} exp:2020-01-01\n` });
  const check = (...flags: string[]) => plimsoll(['check', '.trivyignore.yaml', ...flags], { cwd });
  const found = (out: string) =>
    JSON.parse(out).files.flatMap((file: { findings: { rule: string; line: number }[] }) => file.findings);
  const before = found(check('--format', 'json', '--today', '2026-05-31').out);
  const after = found(check('--format', 'json', '--today', '2026-06-01').out);
  const rules = (all: { ruleId?: string; rule?: string }[]) => all.map((one) => one.ruleId ?? one.rule);
  expect(rules(before)).toEqual(['suppression-without-reason', 'ignore-file-syntax']);
  expect(rules(after)).toEqual(['ignore-entry-expired', 'suppression-without-reason', 'ignore-file-syntax']);
  const shown = check('--today', '2026-06-01', '--fail-on', 'warning');
  expect(shown.code).toBe(1);
  expect(shown.out).toContain('.trivyignore.yaml:2:9 warning ignore-entry-expired');
  for (const format of ['sarif', 'github', 'markdown']) {
    const { out, code } = check('--format', format, '--today', '2026-06-01', '--fail-on', 'never');
    expect(code).toBe(0);
    expect(out).toContain('so Trivy reports it again');
  }
  const both = plimsoll(['check', '.trivyignore', '.trivyignore.yaml', '--fix'], { cwd });
  expect(both.out).toContain(`The entry of ${tar} ended on 2020-01-01`);
});
