// What the report, the marks, the status bar and the Problems view have of a scan's result.
import { expect, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-protocol/node';
import type { ScanRunningParams } from '../../server/src/scan-protocol.ts';
import { bugs, startListed, text, vulnerabilities } from './listed-scans.ts';

const upgrades: { what: string; class?: [string, string]; fixed: string[]; gives: [string, number] }[] = [
  { what: 'the highest has them all', fixed: ['1.2.4', '1.2.10', '1.2.9'], gives: ['1.2.10', 3] },
  { what: 'the smallest step', fixed: ['1.3.0,2.0.0'], gives: ['1.3.0', 1] },
  {
    what: 'a version between the named ones may be of a branch that was not fixed',
    fixed: ['1.2.5, 1.3.2', '1.3.1'],
    gives: ['1.3.2', 2],
  },
  { what: 'the revision of a distribution', fixed: ['1.2.3-1', '1.2.3-2.1'], gives: ['1.2.3-2.1', 2] },
  {
    what: 'a library’s pre-release is not above its release',
    class: ['lang-pkgs', 'node-pkg'],
    fixed: ['2.0.0', '2.0.0-1'],
    gives: ['2.0.0', 1],
  },
  {
    what: 'an order that is not known',
    fixed: ['1.2.3~rc1', '1.2.3+b2', '1.2.3+b2'],
    gives: ['1.2.3+b2', 2],
  },
];

test.each(upgrades)('what fixes most of a package: $what', async ({ class: kind, fixed, gives }) => {
  const { editor, ask, reportOf, finish } = await startListed();
  const found = fixed.map((one, index) => ({ id: `CVE-${index}`, fixed: one }));
  finish({ Results: [vulnerabilities(found, ...(kind ?? []))] });
  await editor.command('plimsoll.server.scanTarget', 'alpine:3.22');
  const report = await reportOf((await ask())[0]!.id);
  expect(report!.upgrades.map(({ to, fixes }) => [to, fixes])).toEqual([gives]);
});

test('another tag of the same repository is named by its own scan, one of another repository is not', async () => {
  const { editor, ask, reportOf, finish } = await startListed();
  finish({ Results: [vulnerabilities(bugs)] });
  await editor.command('plimsoll.server.scanTarget', 'example/app:1');
  finish({ Results: [vulnerabilities([bugs[1]!, { id: 'CVE-9' }])] });
  await editor.command('plimsoll.server.scanTarget', 'example/app:2');
  finish({});
  await editor.command('plimsoll.server.scanTarget', 'example/other:2');
  const rebuilds = async (target: string) => {
    const scan = (await ask()).find((one) => one.target === target);
    return (await reportOf(scan!.id))!.rebuilds;
  };
  expect(await rebuilds('example/app:1')).toEqual([{ image: 'example/app:2', fixes: 3, brings: 1 }]);
  expect(await rebuilds('example/app:2')).toEqual([]);
  // One that was scanned for less proves nothing.
  editor.settings = { trivy: { ...(editor.settings as { trivy: object }).trivy, severity: ['critical'] } };
  await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await editor.command('plimsoll.server.scanTarget', 'example/app:3');
  expect(await rebuilds('example/app:1')).toEqual([{ image: 'example/app:2', fixes: 3, brings: 1 }]);
});

test('lines are marked by what is worst there; stale ones are not; the summary says both', async () => {
  const { editor, shown, finish } = await startListed();
  const uri = await editor.open(text);
  finish({
    Results: [
      vulnerabilities(bugs),
      {
        Misconfigurations: [
          {
            ID: 'DS-1',
            Severity: 'HIGH',
            Title: 't',
            Message: 'm',
            CauseMetadata: { StartLine: 3, EndLine: 3 },
          },
        ],
      },
    ],
  });
  await editor.command('plimsoll.server.scanBase', uri, 0);
  await editor.command('plimsoll.server.scanFile', uri);
  await editor.until(() => shown()?.marks.length === 2);
  expect(shown()).toMatchObject({
    marks: [
      { line: 1, worst: 'critical', count: 5 },
      { line: 2, worst: 'high', count: 1 },
    ],
    summary: { target: 'alpine:3.22', text: '1 critical', worst: 'critical', stale: false },
  });
  await editor.edit(uri, 'alpine:3.22', 'alpine:3.21');
  await editor.pull(uri);
  await editor.until(() => shown()?.summary?.stale === true);
  expect(shown()?.marks.map(({ line }) => line)).toEqual([2]);
});

test('marks can be switched off; the list is told of all the same', async () => {
  const { editor, ask, shown, finish } = await startListed({
    gutterMarks: { enable: false },
    inlineSummary: { enable: false },
  });
  const uri = await editor.open(text);
  finish({ Results: [vulnerabilities(bugs)] });
  await editor.command('plimsoll.server.scanBase', uri, 0);
  await editor.until(() => shown() !== undefined);
  expect(shown()).toMatchObject({ lines: [], marks: [], summary: { text: '1 critical' } });
  expect(await ask()).toHaveLength(1);
});

test('a scan that is under way is told of, and its end', async () => {
  const { editor, running, finish } = await startListed();
  const told = () => (editor.notifications.get('plimsoll/scanRunning') ?? []) as ScanRunningParams[];
  const uri = await editor.open(text);
  const scan = editor.command('plimsoll.server.scanBase', uri, 0);
  await running();
  await editor.until(() => told().length === 1);
  expect(told()).toEqual([{ uri, count: 1 }]);
  finish({});
  await scan;
  await editor.until(() => told().length === 2);
  expect(told()[1]).toEqual({ uri, count: 0 });
});

const maps: { what: string; map: object; gives: (string | number | undefined)[][] }[] = [
  {
    what: 'by default critical and high ones are listed',
    map: {},
    gives: [
      ['scan-summary', 1],
      ['CVE-1', 1],
      ['CVE-3', 2],
    ],
  },
  {
    what: 'what the user makes a warning is listed, what is a hint is not',
    map: { critical: 'hint', high: 'information', medium: 'warning' },
    gives: [
      ['scan-summary', 2],
      ['CVE-2', 2],
    ],
  },
  {
    what: 'what is off says nothing',
    map: { critical: 'off', high: 'off', medium: 'off', unknown: 'off' },
    gives: [],
  },
];

test.each(maps)('severities of diagnostics: $what', async ({ map, gives }) => {
  const { editor, finish } = await startListed({ scan: { diagnosticSeverity: map } });
  const uri = await editor.open(text);
  finish({ Results: [vulnerabilities(bugs)] });
  await editor.command('plimsoll.server.scanBase', uri, 0);
  const found: Diagnostic[] = (await editor.pull(uri)).filter(({ source }) => source === 'plimsoll-trivy');
  expect(found.map(({ code, severity }) => [code, severity])).toEqual(gives);
});
