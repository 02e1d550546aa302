// “Harden this service” on files in the forms that real projects use: the whole result, with LF and CRLF.
// A case is a folder. The checked file starts with comments: `# harden: SERVICE`, then `# says: PART OF A CHANGE`, or
// `# refused: CAUSE`, or `# none`. What is expected stands in hardened.yaml.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { composeContext } from '../../scripts/generate/examples.ts';
import {
  applyEdits,
  type ComposeResult,
  lint,
  loadProject,
  type Refactoring,
  refactorings,
} from '../../server/src/engine/index.ts';
import { facts } from '../facts.ts';

const folder = fileURLToPath(new URL('harden-service/', import.meta.url));
const expectedName = 'hardened.yaml';

interface Case {
  readonly path: string;
  readonly text: string;
  readonly files: Readonly<Record<string, string>>;
  readonly heads: readonly string[];
  readonly service: string;
  readonly expected: string | undefined;
}

function readCase(name: string): Case {
  const root = join(folder, name);
  const names = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  const files = Object.fromEntries(names.map((one) => [one, readFileSync(join(root, one), 'utf8')]));
  const path = names.find((one) => one !== expectedName && files[one]!.startsWith('# harden: '))!;
  const { [path]: text = '', [expectedName]: expected, ...others } = files;
  const heads = [...text.matchAll(/^# (.*)$/gm)].map(([, head]) => head!);
  return { path, text, files: others, heads, service: heads[0]!.slice('harden: '.length), expected };
}

function run(text: string, { path, files }: Pick<Case, 'path' | 'files'>): ComposeResult {
  const context = composeContext(text, path, files);
  return lint({
    language: 'compose',
    text,
    context,
    facts,
    settings: { profile: 'strict' },
  }) as ComposeResult;
}

const valuesOf = (heads: readonly string[], key: string) =>
  heads.flatMap((head) => (head.startsWith(`${key}: `) ? [head.slice(key.length + 2)] : []));

/** The rules that say one by one what the refactoring adds, by the words of its changes. */
const singles: readonly (readonly [RegExp, string])[] = [
  [/^Added `no-new-privileges`/, 'new-privileges-allowed'],
  [/^Dropped all capabilities/, 'capabilities-not-dropped'],
  [/^Made the root filesystem read-only/, 'writable-root-filesystem'],
  [/^Limited its memory/, 'memory-limit-missing'],
  [/^Limited it to/, 'pids-limit-missing'],
  [/^Published port/, 'port-on-all-interfaces'],
  [/^Added `user:/, 'service-runs-as-root'],
];

describe.each(readdirSync(folder))('%s', (name) => {
  const one = readCase(name);

  test.each(['\n', '\r\n'])('with line breaks %j', (lineBreak) => {
    const convert = (text: string) => text.replaceAll('\n', lineBreak);
    const text = convert(one.text);
    const result = run(text, one);
    const id = `harden-service:${one.service}`;
    const offers = refactorings(result);
    const made = offers.refactorings.find((offer) => offer.id === id);
    const [refused] = valuesOf(one.heads, 'refused');
    const refusal = offers.refusals.find((offer) => offer.id === id);
    expect(refusal?.cause).toBe(refused);
    if (one.expected === undefined) {
      expect(made).toBeUndefined();
      expect(refused !== undefined || one.heads.includes('none')).toBe(true);
      return;
    }
    const after = applyEdits(text, made!.edits);
    expect(after).toBe(convert(one.expected));
    for (const said of valuesOf(one.heads, 'says'))
      expect(made!.changes.map(({ what }) => what).join('\n')).toContain(said);
    checkOffer(made!, result);
    checkResult(made!, result, run(after, one));
    // Nothing is left to do, and what is there already is not added again.
    const again = refactorings(run(after, one)).refactorings.find((offer) => offer.id === id);
    for (const [form] of singles)
      expect(again?.changes.filter(({ kind, what }) => kind === 'added' && form.test(what)) ?? []).toEqual(
        [],
      );
  });

  function checkOffer({ title, at, edits, changes }: Refactoring, { input }: ComposeResult) {
    expect(title).toBe(`Harden this service: ${one.service}`);
    expect(input.text.slice(at.start, at.end).replace(/^"(.*)"$/, '$1')).toBe(one.service);
    for (const { what } of changes) expect(what).toMatch(/^[A-Z`].*\.$/s);
    let end = 0;
    for (const edit of edits) {
      expect(edit.start).toBeGreaterThanOrEqual(end);
      expect(edit.why).toMatch(/^[A-Z].*\.$/s);
      end = edit.end;
    }
  }

  function checkResult({ changes }: Refactoring, before: ComposeResult, after: ComposeResult) {
    expect(loadProject(after.input.text, after.input.context).project.problems).toEqual(
      before.project.problems,
    );
    const count = (result: ComposeResult, ruleId: string) =>
      result.findings.filter((finding) => finding.ruleId === ruleId).length;
    for (const [form, ruleId] of singles) {
      const told = changes.filter(({ kind, what }) => kind === 'added' && form.test(what));
      // One change may be about a port that is published several times.
      const said = told.flatMap(
        ({ what }) => /\(ports (.*) of the host\)/.exec(what)?.[1]?.split(', ') ?? what,
      ).length;
      // An override file is not where the weakness of its service is reported.
      const left = Math.max(0, count(before, ruleId) - said);
      expect([ruleId, count(after, ruleId)]).toEqual([ruleId, left]);
    }
  }
});

describe('bears', () => {
  test.each([
    '',
    'services:',
    'services: 1\n',
    'services: [a]\n',
    'services:\n  a: *b\n',
    'services:\n  a: &a\n    <<: *a\n    image: x:1\n',
    'services:\n  a:\n    image: [1]\n    ports: {a: 1}\n    cap_add: {a: 1}\n    security_opt: 3\n    tmpfs: [[1]]\n',
    'services:\n  a:\n    image: x:1\n    deploy: 1\n',
    'services:\n  a:\n    image: x:1\n    deploy:\n      resources: []\n',
    'services:\n  a:\n    image: x:1\n    cap_drop: !override\n      - NET_RAW\n',
    'services:\n  ? a\n  : image: x:1\n',
    'services:\n  "a\\u202eb": {image: x:1}\n',
    'services: {a: {image: x:1}}',
    '{"services": {"a": {"image": "x:1"}}}',
    '\ufeffservices:\r\n  a:\r\n    image: x:1',
  ])('%j', (text) => {
    const result = run(text, { path: 'compose.yaml', files: {} });
    for (const { edits, changes } of refactorings(result).refactorings) {
      expect(changes.length).toBeGreaterThan(0);
      const after = run(applyEdits(text, edits), { path: 'compose.yaml', files: {} });
      expect(after.project.problems.filter(({ kind }) => kind === 'error')).toEqual([]);
    }
    for (const { cause } of refactorings(result).refusals) expect(cause).not.toBe('fault of this program');
  });
});

test('looks at a hundred services of a file that a program made', () => {
  const services = Array.from({ length: 150 }, (_, index) => `  s${index}: {image: "x:1"}`);
  const result = run(`services:\n${services.join('\n')}\n`, { path: 'compose.yaml', files: {} });
  expect(refactorings(result).refactorings).toHaveLength(100);
});
