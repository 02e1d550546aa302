// SARIF that validates against the standard's schema, and means what it says when it is read back.
import { describe, expect, test } from 'vitest';
import { plimsoll, workspace } from './run-cli.ts';
import { sarifErrors } from './sarif-schema.ts';

interface Region {
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
}
interface Location {
  physicalLocation: { artifactLocation: { uri: string; uriBaseId?: string }; region: Region };
}
interface Result extends Record<string, unknown> {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: Location[];
  partialFingerprints: Record<string, string>;
  suppressions: { kind: string; justification?: string }[];
  fixes?: {
    description: { text: string };
    artifactChanges: { replacements: { deletedRegion: Region; insertedContent: { text: string } }[] }[];
  }[];
}
interface Rule extends Record<string, unknown> {
  id: string;
  help: { text: string; markdown: string };
  properties: { 'security-severity': string };
}
interface Run {
  columnKind: string;
  tool: { driver: { rules: Rule[] } };
  results: Result[];
  invocations: { executionSuccessful: boolean; exitCode: number; toolExecutionNotifications: unknown[] }[];
}

function sarif(
  files: Record<string, string | Uint8Array>,
  args: string[] = [],
): { run: Run; code: number | null } {
  const result = plimsoll(['check', '--format', 'sarif', ...args], { cwd: workspace(files) });
  const log = JSON.parse(result.out);
  expect(sarifErrors(log)).toEqual([]);
  expect(log.version).toBe('2.1.0');
  return { run: log.runs[0], code: result.code };
}

const weak = 'FROM node:22.11.0-bookworm-slim\nENV API_TOKEN=abcdef123456789\nCMD ["node", "a.js"]\n';

/** Applies replacements to a text as the standard says: regions are one-based, the end column is exclusive. */
function replaced(
  text: string,
  replacements: { deletedRegion: Region; insertedContent: { text: string } }[],
): string {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
  const offset = (line: number, column: number) => starts[line - 1]! + column - 1;
  const edits = replacements.map(({ deletedRegion: at, insertedContent }) => ({
    start: offset(at.startLine, at.startColumn),
    end: offset(at.endLine, at.endColumn),
    text: insertedContent.text,
  }));
  edits.sort((a, b) => b.start - a.start || b.end - a.end);
  return edits.reduce(
    (before, edit) => before.slice(0, edit.start) + edit.text + before.slice(edit.end),
    text,
  );
}

describe('a log of findings', () => {
  test('names each rule once, with help, and points to it', () => {
    const { run, code } = sarif({ Dockerfile: weak, 'b/Dockerfile': weak });
    expect(code).toBe(1);
    const { rules } = run.tool.driver;
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
    for (const rule of rules) {
      expect(rule.help.text.length).toBeGreaterThan(20);
      expect(rule.help.markdown.length).toBeGreaterThan(20);
      expect(Number(rule.properties['security-severity'])).toBeGreaterThan(0);
    }
    expect(run.results.length).toBeGreaterThan(2);
    for (const result of run.results) {
      expect(rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(['error', 'warning', 'note']).toContain(result.level);
    }
    expect(run.columnKind).toBe('utf16CodeUnits');
    expect(run.invocations[0]).toMatchObject({ executionSuccessful: true, exitCode: 1 });
  });

  test('one-based places in UTF-16 units, and a path that is encoded from the project’s root', () => {
    const text = 'FROM debian:12.5\n# 😀\nRUNN 😀 x\nUSER 65532\n';
    const { run } = sarif({ 'a b/ü%#?/Dockerfile': text });
    const [result] = run.results.filter((one) => one.ruleId === 'syntax-error');
    const { artifactLocation, region } = result!.locations[0]!.physicalLocation;
    expect(artifactLocation).toEqual({ uri: 'a%20b/%C3%BC%25%23%3F/Dockerfile', uriBaseId: 'SRCROOT' });
    expect(region).toMatchObject({ startLine: 3, startColumn: 1, endLine: 3 });
  });

  test('its fixes give what --fix=review writes', () => {
    const only = 'FROM node:22.11.0-bookworm-slim\r\nCMD ["node", "a.js"]\r\n';
    const { run } = sarif({ Dockerfile: only });
    const result = run.results.find((one) => one.ruleId === 'root-user');
    const change = result?.fixes?.[0]?.artifactChanges[0];
    const written = plimsoll(['check', '-', '--fix=review'], { cwd: workspace({}), input: only }).out;
    expect(written).toContain('USER node');
    expect(replaced(only, change!.replacements)).toBe(written);
  });

  test('fingerprints stay when lines move, and differ for each finding', () => {
    const prints = (text: string) =>
      sarif({ Dockerfile: text })
        .run.results.map((result) => result.partialFingerprints['plimsoll/v1'])
        .sort();
    const before = prints(weak);
    expect(prints(`# one\n\n# two\n${weak}`)).toEqual(before);
    expect(new Set(before).size).toBe(before.length);
  });

  test('a suppressed finding is there, with its reason, and does not count', () => {
    const text = `FROM node:22.11.0-bookworm-slim\nUSER node\n# plimsoll ignore=secret-in-env reason="a sample key"\nENV API_TOKEN=abcdef123456789\n`;
    const { run, code } = sarif({ Dockerfile: text });
    expect(code).toBe(0);
    const result = run.results.find((one) => one.ruleId === 'secret-in-env');
    expect(result?.suppressions).toMatchObject([{ kind: 'inSource', justification: 'a sample key' }]);
  });
});

test.each([
  ['no file', {}],
  ['an empty file', { Dockerfile: '' }],
  ['hostile text', { Dockerfile: 'FROM debian:12.5\n[a](0) {0} \u001b[2J\u202e x\n' }],
  ['invalid UTF-8', { Dockerfile: Buffer.from('FROM debian:12.5\nRUNN \xff\n', 'latin1') }],
])('valid with %s', (_, files) => {
  sarif(files);
});

test('what could not be read is told in the log', () => {
  const { run, code } = sarif({ Dockerfile: weak }, ['.', 'nowhere']);
  expect(code).toBe(2);
  expect(run.invocations[0]).toMatchObject({ executionSuccessful: false, exitCode: 2 });
  expect(run.invocations[0]!.toolExecutionNotifications).toHaveLength(1);
});
