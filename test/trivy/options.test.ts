// From a workspace's trivy.yaml only a few keys are taken, and hostile ones do no harm.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { mergeScanOptions, readWorkspaceOptions, type ScanOptions } from '../../server/src/trivy/index.ts';
import { temporaryDirectory } from './parts.ts';

const root = temporaryDirectory();
const file = path.join(root, 'trivy.yaml');

const bomb = `${Array.from({ length: 9 }, (_, level) => `a${level}: &a${level} [${level === 0 ? '"x"' : `*a${level - 1},*a${level - 1}`}]`).join('\n')}\nseverity: *a8\n`;

const cases: readonly (readonly [string, string | Buffer, ScanOptions, RegExp?])[] = [
  [
    'every key that is taken',
    'severity: [HIGH, CRITICAL]\ntimeout: 10m0s\nvulnerability:\n  ignore-unfixed: true\nscan:\n  scanners: [vuln, secret]\n  skip-dirs: ["a/**", "b,c"]\n  skip-files: x\npkg:\n  types: [os]\n',
    {
      severities: ['critical', 'high'],
      timeoutMs: 600_000,
      ignoreUnfixed: true,
      scanners: ['vuln', 'secret'],
      skipDirectories: ['a/**', 'b,c'],
      skipFiles: ['x'],
      packageTypes: ['os'],
    },
  ],
  ['severity as a text', 'severity: HIGH,LOW', { severities: ['high', 'low'] }],
  [
    'what could write, load or contact is passed over',
    'output: /tmp/pwned\nformat: template\ntemplate: "@/etc/passwd"\ncache: {dir: /tmp/c}\nserver: {addr: http://evil}\nignore-policy: x.rego\nmodule: {dir: m}\nquiet: true\ndb: {repository: evil}\n',
    {},
  ],
  ['empty', '', {}],
  ['a list', '- severity: HIGH', {}],
  ['a number', '42', {}],
  ['invalid YAML', 'a: [', {}, /not valid YAML/],
  ['not UTF-8', Buffer.from([0xff, 0xfe, 0x00, 0x80]), {}],
  ['aliases that multiply', bomb, {}, /aliases/],
  ['deep nesting', '['.repeat(60_000), {}, /nests too deeply/],
  ['braces', '{'.repeat(400), {}, /nests too deeply/],
  ['deep nesting in one line', '- '.repeat(30_000), {}, /nests too deeply/],
  ['deep nesting of keys', '? '.repeat(30_000), {}, /nests too deeply/],
  ['many keys', Array.from({ length: 6000 }, (_, index) => `k${index}: 1`).join('\n'), {}],
  ['two documents', 'severity: HIGH\n---\nseverity: LOW\n', { severities: ['high'] }],
  ['too large', `# ${'x'.repeat(300_000)}`, {}, /64 KiB/],
  ['a severity that is none', 'severity: [HIGH, "--output=x"]', {}, /severity .* must be of/],
  ['a scanner that is none', 'scan: {scanners: [rce]}', {}, /scan\.scanners/],
  ['a pattern with a line break', 'scan: {skip-dirs: ["a\\nb"]}', {}, /skip-dirs/],
  ['numbers for patterns', 'scan: {skip-files: [1]}', {}, /skip-files .* list of texts/],
  ['a text for yes', 'vulnerability: {ignore-unfixed: "yes"}', {}, /true or false/],
  ['a timeout without end', 'timeout: 9999999h', { timeoutMs: 7_200_000 }],
  ['a timeout of nothing', 'timeout: 0s', {}, /timeout/],
  ['a timeout that is none', 'timeout: 5 minutes', {}, /timeout/],
  [
    'keys of prototypes',
    '__proto__: {severity: [HIGH]}\nconstructor: x\nscan: {__proto__: {scanners: [vuln]}}',
    {},
  ],
  ['tags', 'severity: !!js/function "x"', {}],
];

test.for(cases)('%s', async ([, text, options, problem]) => {
  writeFileSync(file, text);
  const read = await readWorkspaceOptions(file);
  expect(read.options).toEqual(options);
  if (problem) expect(read.problems.join(' ')).toMatch(problem);
});

test('no file, and no file at all', async () => {
  expect(await readWorkspaceOptions(path.join(root, 'none.yaml'))).toEqual({ options: {}, problems: [] });
  const directory = path.join(root, 'directory.yaml');
  mkdirSync(directory);
  expect((await readWorkspaceOptions(directory)).problems).toHaveLength(1);
});

test('the first that says something wins', () => {
  expect(
    mergeScanOptions(
      { ignoreUnfixed: false, scanners: undefined },
      { ignoreUnfixed: true, scanners: ['vuln'] },
    ),
  ).toEqual({
    ignoreUnfixed: false,
    scanners: ['vuln'],
  });
});
