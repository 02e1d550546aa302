// “Move secrets to files”: what becomes of a Compose file, which files are made, what is told, and what is refused.
import { describe, expect, test } from 'vitest';
import { composeContext } from '../../../scripts/generate/examples.ts';
import { applyEdits, type ComposeResult, lint, refactorings } from '../../../server/src/engine/index.ts';
import { facts } from '../../facts.ts';
import { secretCases as cases, secret } from './secret-cases.ts';

type Files = Readonly<Record<string, string>>;

function check(text: string, files: Files = {}, path = 'compose.yaml'): ComposeResult {
  const result = lint({ language: 'compose', text, facts, context: composeContext(text, path, files) });
  if (result.language !== 'compose') throw new Error('no Compose result');
  return result;
}

const offersOf = (result: ComposeResult) => {
  const { refactorings: made, refusals } = refactorings(result);
  return {
    made: made.filter(({ name }) => name === 'secrets-to-files'),
    refusals: refusals.filter(({ name }) => name === 'secrets-to-files'),
  };
};

const history = 'stays in the history';

describe('moves', () => {
  const flavours = [
    ['', (text: string) => text],
    [', with CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
  ] as const;
  for (const [name, write] of flavours) {
    test.each(cases)(`$what${name}`, (one) => {
      const before = check(write(one.before), one.around, one.path);
      const { made } = offersOf(before);
      const offer = made.find(({ id }) => id === `secrets-to-files:${one.service ?? 'db'}`)!;
      const after = applyEdits(before.input.text, offer.edits);
      expect(after).toBe(write(one.after));
      const ignore = {
        path: 'secrets/.gitignore',
        text: '# Secrets stay on this machine.\n*\n!.gitignore\n',
        isSecret: false,
      };
      expect(offer.files).toEqual([
        ...Object.entries(one.files).map(([path, text]) => ({
          path,
          text,
          isSecret: true,
          ...(one.isOpen ? { isShared: true } : {}),
        })),
        ignore,
      ]);
      const said = offer.changes.filter(({ kind, what }) => kind === 'check' && !what.includes(history));
      expect(said.map(({ what }) => what)).toEqual(
        (one.checks ?? []).map((part) => expect.stringContaining(part)),
      );
      expect(offer.changes.filter(({ what }) => what.includes(history))).toHaveLength(1);
      // The result loads, the secret is gone, and what is granted is there.
      const result = check(after, { ...one.around, ...one.files }, one.path);
      expect(result.project.problems).toEqual([]);
      for (const value of Object.values(one.files))
        if (!one.remains)
          expect(result.findings.map(({ ruleId }) => ruleId)).not.toContain('literal-secret-in-environment');
        else expect(after.split(value).length).toBeLessThan(before.input.text.split(value).length);
      for (const service of result.project.services)
        for (const { source } of service.secrets) expect(result.project.secrets.has(source!)).toBe(true);
      for (const { why, start } of offer.edits) {
        expect(why).toMatch(/^[A-Z`].*\.$/s);
        expect(
          start === 0 || before.input.text[start - 1] === '\n' || start === before.input.text.length,
        ).toBe(true);
      }
      for (const { what } of offer.changes) expect(what).toMatch(/^[A-Z`].*\.$/s);
      // Nothing that is told holds the secret.
      const told = JSON.stringify([offer.title, offer.changes, offer.edits.map(({ why }) => why)]);
      for (const value of Object.values(one.files))
        if (value !== 'postgres') expect(told).not.toContain(value);
      expect(before.input.text.slice(offer.at.start, offer.at.end)).toBe(one.service ?? 'db');
    });
  }
});

describe('refuses', () => {
  const db = (rest: string, environment = `      POSTGRES_PASSWORD: ${secret}\n`) =>
    `services:\n  db:\n    image: postgres:17\n    environment:\n${environment}${rest}`;
  const refused: readonly (readonly [what: string, text: string, reason: string, around?: Files])[] = [
    [
      'an image that is not known',
      `services:\n  db:\n    image: corp/shop:1\n    environment:\n      API_TOKEN: ${secret}\n`,
      'Whether `corp/shop:1` reads `API_TOKEN` from a file is not known.',
    ],
    [
      'a variable that the image does not read so',
      db('', `      PGPOOL_PASSWORD: ${secret}\n`),
      'reads `PGPOOL_PASSWORD` from a file is not known',
    ],
    [
      'a variable that is known to be read from the environment only',
      `services:\n  db:\n    image: redis:7.4\n    environment:\n      REDIS_PASSWORD: ${secret}\n`,
      'from the environment only',
    ],
    [
      'both at once',
      db('', `      POSTGRES_PASSWORD: ${secret}\n      POSTGRES_PASSWORD_FILE: /run/a\n`),
      'takes only one of them',
    ],
    ['another entrypoint', db('    entrypoint: /start.sh\n'), 'replaces the image'],
    ['another program', db('    command: pg_dumpall\n'), 'starts another program'],
    ['an environment file that is not there to read', db('    env_file: ../db.env\n'), 'was not read'],
    [
      'an environment file that sets it too',
      db('    env_file: db.env\n'),
      '`db.env` sets `POSTGRES_PASSWORD` too',
      { 'db.env': 'POSTGRES_PASSWORD=x\n' },
    ],
    [
      'an environment that two services share',
      `x-env: &env\n  POSTGRES_PASSWORD: ${secret}\nservices:\n  db:\n    image: postgres:17\n    environment: *env\n  copy:\n    image: postgres:17\n    environment: *env\n`,
      'written elsewhere',
    ],
    [
      'a value that an anchor lends',
      `services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: &pw ${secret}\n  app:\n    image: corp/app:1\n    environment:\n      DB_PASS: *pw\n`,
      'has the anchor `&pw`',
    ],
    [
      'a default of a variable',
      db('', `      POSTGRES_PASSWORD: \${PW:-${secret}}\n`),
      'takes its value from a variable',
    ],
    [
      'a service that is built without a sign of files',
      `services:\n  db:\n    build: .\n    environment:\n      API_TOKEN: ${secret}\n`,
      'Neither the Dockerfile of `db`',
      { Dockerfile: 'FROM debian:12\n# API_TOKEN_FILE\nCMD ["/app"]\n' },
    ],
    ['a file that Compose refuses', db('    image: postgres:16\n'), 'Compose cannot load the project'],
    ['several documents', `${db('')}---\nservices: {}\n`, 'more than one document'],
  ];
  test.each(refused.map(([what, text, reason, around = {}]) => ({ what, text, reason, around })))(
    '$what',
    ({ text, reason, around }) => {
      const { made, refusals } = offersOf(check(text, around));
      expect(made).toEqual([]);
      expect(refusals[0]?.reason).toContain(reason);
      for (const one of refusals) expect(one.reason).not.toContain(secret);
    },
  );

  test.each([
    ['no secrets', 'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_USER: shop\n'],
    [
      'a variable',
      'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: ${PW}\n',
    ],
    [
      'a stand-in',
      'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: changeme\n',
    ],
    ['an empty file', ''],
    ['no map', '- a\n'],
  ])('nothing to say of %s', (_, text) => {
    expect(offersOf(check(text))).toEqual({ made: [], refusals: [] });
  });
});

test('only the services that are asked for are offered, as they are among all', () => {
  const service = (name: string) =>
    `  ${name}:\n    image: postgres:17.2\n    environment:\n      POSTGRES_PASSWORD: ${secret}\n`;
  const result = check(`services:\n${service('a')}${service('b')}  c:\n    image: nginx:1.27.3\n`);
  const all = refactorings(result).refactorings;
  expect(new Set(all.map(({ id }) => id.split(':')[1]))).toEqual(new Set(['a', 'b', 'c']));
  for (const name of ['a', 'b', 'c', 'd']) {
    const { refactorings: some, refusals } = refactorings(result, { services: [name] });
    expect(some).toEqual(all.filter(({ id }) => id.endsWith(`:${name}`)));
    expect(refusals).toEqual([]);
  }
});
