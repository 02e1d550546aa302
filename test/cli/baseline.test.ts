// `--baseline`: what is known and accepted is not reported; what is new is.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { plimsoll, workspace } from './run-cli.ts';

const old = 'FROM debian:12.5\nENV API_TOKEN=s3cr3t-abc\nUSER 1\n';
const more = 'ENV OTHER_TOKEN=s3cr3t-xyz\n';

function started(files: Record<string, string> = { 'a/Dockerfile': old, 'b/Dockerfile': old }) {
  const cwd = workspace(files);
  const run = (...args: string[]) => plimsoll(['check', '.', ...args], { cwd });
  const write = (path: string, text: string) => writeFileSync(join(cwd, path), text);
  const held = () => JSON.parse(readFileSync(join(cwd, 'known.json'), 'utf8')).findings;
  const first = run('--baseline', 'known.json', '--update-baseline');
  return { cwd, run, write, held, first, check: () => run('--baseline', 'known.json') };
}

describe('a baseline', () => {
  test('is written, and holds what it was written from', () => {
    const { first, check, held } = started();
    expect(first).toMatchObject({ code: 0, err: 'plimsoll: known.json written: it holds 2 findings.\n' });
    expect(Object.keys(held())).toEqual(['a/Dockerfile', 'b/Dockerfile']);
    expect(JSON.stringify(held())).not.toContain('s3cr3t');
    expect(check()).toMatchObject({ code: 0, out: 'Nothing found, 2 in the baseline. 2 files checked.\n' });
  });

  test.each([
    ['lines that move', `# a comment\n\n${old}`, 0],
    ['other white space', old.replace('ENV ', 'ENV   \\\n  '), 0],
    ['CRLF', old.replaceAll('\n', '\r\n'), 0],
    ['a new finding', old + more, 1],
    ['the same one again', `${old}ENV API_TOKEN=s3cr3t-abc\n`, 1],
  ])('%s', (_name, text, fresh) => {
    const { write, check } = started();
    write('a/Dockerfile', text);
    const { code, out } = check();
    expect(out).toContain('2 in the baseline');
    expect(out.match(/secret-in-env/g) ?? []).toHaveLength(fresh);
    expect(code).toBe(fresh);
  });

  test('says what is fixed, keeps it until it is updated, and forgets files that are gone', () => {
    const { cwd, write, check, run, held } = started();
    write('a/Dockerfile', 'FROM debian:12.5\nUSER 1\n');
    expect(check().err).toBe('plimsoll: 1 entry of the baseline is fixed: --update-baseline removes it.\n');
    expect(held()['a/Dockerfile']).toHaveLength(1);
    rmSync(join(cwd, 'b'), { recursive: true });
    run('--baseline', 'known.json', '--update-baseline');
    expect(held()).toEqual({});
  });

  test('an update of one file leaves the others', () => {
    const { cwd, held } = started();
    plimsoll(['check', 'a', '--baseline', 'known.json', '--update-baseline'], { cwd });
    expect(Object.keys(held())).toEqual(['a/Dockerfile', 'b/Dockerfile']);
  });

  test('the settings file can name it', () => {
    const { cwd, write } = started();
    write('.plimsoll.json', '{ "baseline": "known.json" }');
    expect(plimsoll(['check'], { cwd }).code).toBe(0);
    expect(plimsoll(['check', 'a/Dockerfile'], { cwd: join(cwd) }).out).toContain('1 in the baseline');
  });

  test('JSON and SARIF tell what it holds', () => {
    const { write, run } = started({ Dockerfile: old });
    write('Dockerfile', old + more);
    const json = JSON.parse(run('--baseline', 'known.json', '--format', 'json').out);
    expect(json.files[0].baselined).toMatchObject([{ rule: 'secret-in-env' }]);
    expect(json.files[0].findings).toHaveLength(1);
    const [{ results }] = JSON.parse(run('--baseline', 'known.json', '--format', 'sarif').out).runs;
    expect(results.map(({ suppressions }: { suppressions: object[] }) => suppressions)).toEqual([
      [{ kind: 'external', status: 'accepted', justification: 'In the baseline.' }],
      [],
    ]);
  });

  test.each([
    ['none', undefined, /known\.json does not exist: write it with --update-baseline\./],
    ['no JSON', '{', /known\.json is no valid JSON/],
    ['another version', '{"version":2}', /is no baseline of version 1/],
    ['nothing', 'null', /is no baseline of version 1/],
    ['wrong entries', '{"version":1,"findings":{"Dockerfile":[1]}}', /holds what is no finding/],
  ])('that is unusable is said to be: %s', (_name, text, says) => {
    const cwd = workspace({ Dockerfile: old, ...(text === undefined ? {} : { 'known.json': text }) });
    const run = plimsoll(['check', '--baseline', 'known.json'], { cwd });
    expect(run.code).toBe(2);
    expect(run.err).toMatch(says);
  });

  test('updating without a file to write is wrong use', () =>
    expect(plimsoll(['check', '--update-baseline'], { cwd: workspace({ Dockerfile: old }) })).toMatchObject({
      code: 2,
      err: 'plimsoll: --update-baseline needs --baseline FILE, or “baseline” in .plimsoll.json.\n',
    }));
});

describe('--target', () => {
  const files = {
    'a/Dockerfile': 'FROM debian:12.5 AS build\nUSER 1\nFROM debian:12.5\n',
    'b/Dockerfile': 'FROM debian:12.5\nUSER 1\n',
  };
  test.each([
    ['build', 0],
    ['BUILD', 0],
    ['0', 0],
    ['nothing', 2],
  ])('%s: %i', (target, code) => {
    const run = plimsoll(['check', '--target', target], { cwd: workspace(files) });
    expect(run.code).toBe(code);
    if (code === 2) expect(run.err).toBe('plimsoll: There is no stage “nothing”; there are build, 1, 0.\n');
  });
});
