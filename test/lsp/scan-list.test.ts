// What the server hands to the tree: results as plain data, and how they are arranged.
import { expect, test } from 'vitest';
import {
  countsOf,
  describe as describeItem,
  everything,
  type Filter,
  filtered,
  type Grouping,
  grouped,
  speak,
} from '../../client/src/scan-view/arrange.ts';
import { bugs, startListed, text, vulnerabilities } from './listed-scans.ts';

test('a result is listed with its findings, the line of each, and links that are https only', async () => {
  const { editor, ask, finish } = await startListed();
  const uri = await editor.open(text);
  finish({ Results: [vulnerabilities(bugs)] });
  await editor.command('plimsoll.server.scanBase', uri, 0);
  const scans = await ask();
  expect(scans).toHaveLength(1);
  const [scan] = scans;
  expect(scan).toMatchObject({
    uri,
    kind: 'base',
    target: 'alpine:3.22',
    stale: false,
    counts: { critical: 1, high: 1, medium: 1, low: 0, unknown: 1 },
    fixable: 2,
  });
  const here = { line: 1, character: 0, instruction: 'FROM alpine:3.22 AS one', start: 1 };
  expect(scan!.items.map(({ id, href, place }) => [id, href, place])).toEqual([
    ['CVE-1', 'https://example.com/1', here],
    ['CVE-3', undefined, here],
    ['CVE-2', undefined, here],
    ['CVE-4', undefined, here],
  ]);
  // It moves with its line, and is stale with it.
  await editor.edit(uri, '# a\n', '# a\n# b\n# c\n');
  expect((await ask(uri))[0]!.items[0]!.place!.line).toBe(3);
  await editor.edit(uri, 'alpine:3.22', 'alpine:3.21');
  expect((await ask(uri))[0]).toMatchObject({ stale: true });
});

const arrangements: { grouping: Grouping; filter?: Partial<Filter>; gives: [string, string[]][] }[] = [
  {
    grouping: 'severity',
    gives: [
      ['Critical', ['CVE-1']],
      ['High', ['CVE-3']],
      ['Medium', ['CVE-2']],
      ['Unknown', ['CVE-4']],
    ],
  },
  {
    grouping: 'package',
    gives: [
      ['bash 1.2.3', ['CVE-1', 'CVE-2']],
      ['tar 1.2.3', ['CVE-3']],
      ['gzip 1.2.3', ['CVE-4']],
    ],
  },
  {
    grouping: 'instruction',
    gives: [['Line 2: FROM alpine:3.22 AS one', ['CVE-1', 'CVE-3', 'CVE-2', 'CVE-4']]],
  },
  {
    grouping: 'severity',
    filter: { fixableOnly: true },
    gives: [
      ['Critical', ['CVE-1']],
      ['Unknown', ['CVE-4']],
    ],
  },
  {
    grouping: 'package',
    filter: { severities: ['high', 'medium'] },
    gives: [
      ['tar 1.2.3', ['CVE-3']],
      ['bash 1.2.3', ['CVE-2']],
    ],
  },
  { grouping: 'severity', filter: { severities: ['low'] }, gives: [] },
];

test('the findings by severity, package and instruction, and what a filter leaves', async () => {
  const { editor, ask, finish } = await startListed();
  const uri = await editor.open(text);
  finish({ Results: [vulnerabilities(bugs)] });
  await editor.command('plimsoll.server.scanBase', uri, 0);
  const [scan] = await ask();
  for (const { grouping, filter, gives } of arrangements) {
    const groups = grouped(filtered(scan!.items, { ...everything, ...filter }), grouping);
    expect(groups.map(({ label, items }) => [label, items.map(({ id }) => id)])).toEqual(gives);
  }
  expect(countsOf(scan!.items)).toBe('1 critical, 1 high, 1 medium, 1 unknown');
  expect(describeItem(scan!.items[0]!, 'severity')).toBe('bash 1.2.3 → 2.0');
  expect(speak(scan!.items[1]!)).toBe('high vulnerability CVE-3 in tar 1.2.3, no fixed version yet, line 2');
});

test('whatever a scanner says is one line of text without turned writing', async () => {
  const { editor, ask, reportOf, finish } = await startListed();
  const hostile = 'a\u202eb\u2066c\u001b[31md\r\n<img src=x onerror=alert(1)> $(zap) [x](command:y)';
  finish({
    Results: [
      vulnerabilities([{ id: `CVE${hostile}`, name: hostile, fixed: hostile, title: hostile }]),
      { Target: hostile, Class: 'secret', Secrets: [{ RuleID: hostile, Severity: 'HIGH', Title: hostile }] },
    ],
    Metadata: { OS: { Family: 'debian', Name: '12.5', EOSL: true } },
  });
  await editor.command('plimsoll.server.scanTarget', 'alpine:3.22');
  const [scan] = await ask();
  const report = await reportOf(scan!.id);
  const everyText = JSON.stringify([scan, report]);
  expect(everyText).not.toMatch(/\\u202e|\\u2066|\\u001b|\\n|\\r/u);
  expect(everyText).not.toMatch(/[\u202e\u2066]/u);
  expect(scan!.items.map(({ kind }) => kind).sort()).toEqual(['secret', 'vulnerability']);
  expect(scan!.items.find(({ kind }) => kind === 'vulnerability')!.title).toContain('<img src=x');
  expect(report!.about).toEqual({ system: 'debian 12.5', endOfLife: true });
});

test('an image by its name is listed until a document shows it, and gone when results are cleared', async () => {
  const { editor, ask, reportOf, finish } = await startListed();
  finish({ Results: [vulnerabilities(bugs)] });
  await editor.command('plimsoll.server.scanTarget', 'alpine:3.22');
  const [other] = await ask();
  expect(other).toMatchObject({ kind: 'other', target: 'alpine:3.22' });
  expect(other!.items[0]).not.toHaveProperty('place');
  const uri = await editor.open(text);
  await editor.pull(uri);
  expect((await ask()).map(({ kind, uri: where }) => [kind, where])).toEqual([['base', uri]]);
  // Its report can still be asked for.
  expect((await reportOf(other!.id))?.scan.items).toHaveLength(4);
  await editor.command('plimsoll.server.clearResults');
  expect(await ask()).toEqual([]);
  for (const id of [other!.id, '', 'null', '["image"]', '["base",1,2]'])
    expect(await reportOf(id)).toBeNull();
});

test('what is wrong with the file itself is listed on its lines; one in which nothing was found too', async () => {
  const { editor, ask, reportOf, finish } = await startListed();
  const uri = await editor.open(text);
  const Misconfigurations = [
    { ID: 'DS-1', Severity: 'HIGH', Title: 't', Message: 'm', CauseMetadata: { StartLine: 3, EndLine: 3 } },
  ];
  finish({ Results: [{ Misconfigurations }] });
  await editor.command('plimsoll.server.scanFile', uri);
  const [scan] = await ask();
  expect(scan).toMatchObject({
    kind: 'file',
    target: 'Dockerfile',
    counts: { high: 1 },
    items: [{ id: 'DS-1', title: 't: m', subject: 'line 3', place: { line: 2, instruction: 'USER 1' } }],
  });
  expect(await reportOf(scan!.id)).toMatchObject({ scan: { items: [{ id: 'DS-1' }] }, upgrades: [] });
  finish({});
  await editor.command('plimsoll.server.scanFile', uri);
  expect(await ask()).toMatchObject([{ kind: 'file', items: [] }]);
});

test('thousands of findings: all are listed, and the editor has the worst only', async () => {
  const { editor, ask, finish } = await startListed();
  const uri = await editor.open(text);
  const many = Array.from({ length: 20_000 }, (_, index) => ({
    id: `CVE-${index}`,
    name: `package-${index % 300}`,
    severity: ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'][index % 4]!,
  }));
  finish({ Results: [vulnerabilities(many)] });
  await editor.command('plimsoll.server.scanBase', uri, 0);
  const [scan] = await ask();
  expect(scan!.items).toHaveLength(many.length);
  expect(grouped(scan!.items, 'package')).toHaveLength(300);
  expect((await editor.pull(uri)).filter(({ source }) => source === 'plimsoll-trivy')).toHaveLength(51);
});
