// How text, JSON, Markdown and `explain` look.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { broken, fine, plimsoll, workspace } from './run-cli.ts';

const colored = /\u001b\[/;

describe('colour', () => {
  test.each<{ env: Record<string, string>; args: string[]; on: boolean }>([
    { env: {}, args: [], on: false },
    { env: { FORCE_COLOR: '1' }, args: [], on: true },
    { env: { FORCE_COLOR: '' }, args: [], on: true },
    { env: { FORCE_COLOR: '0' }, args: [], on: false },
    { env: { FORCE_COLOR: '1', NO_COLOR: '1' }, args: [], on: false },
    { env: { FORCE_COLOR: '1', NO_COLOR: '' }, args: [], on: true },
    { env: { FORCE_COLOR: '1' }, args: ['--no-color'], on: false },
  ])('$env $args: $on', ({ env, args, on }) => {
    const run = plimsoll(['check', ...args], { cwd: workspace({ Dockerfile: broken }), env });
    expect(colored.test(run.out)).toBe(on);
  });
});

describe('text', () => {
  test('a place to click, the message, the line with its carets, the counts', () => {
    const cwd = workspace({ 'a/Dockerfile': broken });
    const { out } = plimsoll(['check'], { cwd });
    const [place, message, line, carets] = out.split('\n');
    expect(place).toBe('a/Dockerfile:2:1 error syntax-error');
    expect(message).toMatch(/^ {2}\S.*RUNN/);
    expect(line).toBe('  2 │ RUNN true');
    expect(carets).toMatch(/^ {4}│ \^{4,9}$/);
    expect(out).toMatch(/\n1 error\. 1 file checked\.\n$/);
  });

  test('carets stand under wide characters and after tabs', () => {
    const cwd = workspace({
      Dockerfile: 'FROM debian:12.5\nENV\tA=日本 API_TOKEN=abcdef123456789\nUSER 65532\n',
    });
    const { out } = plimsoll(['check'], { cwd });
    const lines = out.split('\n');
    const at = lines.findIndex((line) => line.includes('日本'));
    const before = lines[at]!.slice(0, lines[at]!.indexOf('API_TOKEN')).replace(/[日本]/g, '__');
    expect(lines[at + 1]!.indexOf('^')).toBe(before.length);
  });

  test('a finding far into a long line is shown with what is around it', () => {
    const cwd = workspace({
      Dockerfile: `FROM debian:12.5\nENV A=${'a'.repeat(5000)} API_TOKEN=abcdef123456789\n`,
    });
    const { out } = plimsoll(['check'], { cwd });
    for (const line of out.split('\n')) expect(line.length).toBeLessThan(400);
    expect(out).toContain('API_TOKEN=abcdef');
  });

  test('fixes are named, with the flag that makes them; --verbose adds why; --quiet drops the counts', () => {
    const cwd = workspace({ Dockerfile: 'FROM node:22.11.0-bookworm-slim\nCMD ["node", "a.js"]\n' });
    const plain = plimsoll(['check'], { cwd }).out;
    expect(plain).toMatch(/\n {2}fix: .*\(--fix=review\)\n/);
    expect(plain).not.toContain('why:');
    expect(plimsoll(['check', '--verbose'], { cwd }).out).toMatch(/\n {2}why: /);
    expect(plimsoll(['check', '--quiet'], { cwd }).out).not.toContain('checked');
  });
});

test('JSON: places, fixes, counts', () => {
  const cwd = workspace({ 'a/Dockerfile': broken, 'b/Dockerfile': fine });
  const value = JSON.parse(plimsoll(['check', '--format', 'json'], { cwd }).out);
  expect(value).toMatchObject({ version: 1, tool: { name: 'plimsoll' }, counts: { error: 1 }, problems: [] });
  expect(value.files.map((file: { path: string }) => file.path)).toEqual(['a/Dockerfile', 'b/Dockerfile']);
  expect(value.files[0].findings[0]).toMatchObject({
    rule: 'syntax-error',
    severity: 'error',
    at: { startLine: 2, startColumn: 1, endLine: 2, startOffset: broken.indexOf('RUNN') },
  });
});

test('the same input gives the same output, from any folder', () => {
  const cwd = workspace({ 'a/Dockerfile': broken });
  for (const format of ['text', 'json', 'sarif', 'github', 'markdown']) {
    const first = plimsoll(['check', '--format', format], { cwd });
    const other = workspace({ 'a/Dockerfile': broken });
    expect(plimsoll(['check', '--format', format], { cwd: other }).out).toBe(first.out);
  }
  const sarif = JSON.parse(plimsoll(['check', '--format', 'sarif', join(cwd, 'a')]).out);
  expect(sarif.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toMatch(/Dockerfile$/);
});

describe('explain', () => {
  test('a rule by its id, and by another tool’s', () => {
    const page = plimsoll(['explain', 'root-user']);
    expect(page.code).toBe(0);
    expect(page.out).toMatch(/^root-user \(warning; profiles: recommended/);
    expect(page.out).not.toMatch(/[«»]/);
    for (const alias of ['DL3002', 'hadolint:DL3002', 'ds-0002']) {
      expect(plimsoll(['explain', alias]).out).toBe(page.out);
    }
  });

  test('without a name every rule, one line each', () => {
    const { out, code } = plimsoll(['explain']);
    expect(code).toBe(0);
    expect(out).toMatch(/^root-user +warning +\S/m);
    expect(out).toMatch(/^unused-suppression +/m);
  });

  test('an unknown name is wrong use, with a guess', () => {
    const run = plimsoll(['explain', 'root-use']);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain('Did you mean root-user?');
    expect(plimsoll(['explain', '\u001b[2J']).err).not.toContain('\u001b');
  });
});

describe('rules', () => {
  test('JSON names what each rule is, how it is mended and what others call it', () => {
    const { code, out } = plimsoll(['rules', '--format', 'json']);
    expect(code).toBe(0);
    const rules = JSON.parse(out) as { id: string; sources: string[]; fixes: string[]; profiles: string[] }[];
    const root = rules.find(({ id }) => id === 'root-user');
    expect(root).toMatchObject({
      severity: 'warning',
      profiles: ['recommended', 'strict', 'cis', 'hardened-images'],
      fixes: ['review'],
      options: [],
    });
    expect(root?.sources).toEqual(expect.arrayContaining(['hadolint:DL3002', 'trivy:DS-0002', 'cis:4.1']));
    expect(rules.map(({ id }) => id)).toEqual(rules.map(({ id }) => id).sort());
    for (const { sources } of rules)
      for (const source of sources)
        expect(source).toMatch(/^(hadolint|buildkit|trivy|checkov|kics|cis|tally|[a-z-]+):\S+/);
    const list = plimsoll(['rules']).out;
    expect(list.trimEnd().split('\n')).toHaveLength(rules.length);
  });
});
