// Comments that silence findings: what they reach, and where a new one is put.
import { describe, expect, test } from 'vitest';
import {
  applyEdits,
  fixesFor,
  type LintSettings,
  lint,
  type SuppressionScope,
  suppressionEdit,
} from '../../server/src/engine/index.ts';
import { facts } from '../facts.ts';

const today = '2026-11-21';
const run = (text: string, settings?: LintSettings) =>
  lint({ text, facts, context: { today }, ...(settings && { settings }) });
const ids = (text: string, settings?: LintSettings) =>
  run(text, settings).findings.map(({ ruleId }) => ruleId);

/** Two findings: an unpinned image and root, both on the first FROM; a secret on the ENV. */
const file = 'FROM debian\nENV API_TOKEN=s3cr3t-abc\nCMD ["x"]\n';
const above = (comment: string) => `${comment}\n${file}`;
const beforeEnv = (comment: string) => file.replace('ENV', `${comment}\nENV`);

describe('what a comment silences', () => {
  test('nothing without one', () =>
    expect(ids(file)).toEqual(['root-user', 'unpinned-base-image', 'secret-in-env']));

  test.each([
    ['the next instruction', above('# plimsoll ignore=root-user'), ['unpinned-base-image', 'secret-in-env']],
    ['several rules', above('# plimsoll ignore=root-user,unpinned-base-image'), ['secret-in-env']],
    [
      'several rules with blanks',
      above('# plimsoll ignore=root-user, unpinned-base-image'),
      ['secret-in-env'],
    ],
    [
      'over other comments and blank lines',
      above('# plimsoll ignore=root-user\n\n# why\n'),
      ['unpinned-base-image', 'secret-in-env'],
    ],
    [
      'not the one after it',
      above('# plimsoll ignore=secret-in-env'),
      ['unused-suppression', 'root-user', 'unpinned-base-image', 'secret-in-env'],
    ],
    [
      'in the middle of a file',
      beforeEnv('# plimsoll ignore=secret-in-env'),
      ['root-user', 'unpinned-base-image'],
    ],
    [
      'between the lines of an instruction',
      'FROM debian:12.5\nUSER 1\nENV A=1 \\\n# plimsoll ignore=secret-in-env\n  API_TOKEN=s3cr3t-abc\n',
      [],
    ],
    ['a stage', above('# plimsoll ignore-stage=root-user,secret-in-env'), ['unpinned-base-image']],
    [
      'not another stage',
      `${above('# plimsoll ignore-stage=secret-in-env')}FROM debian:12.5\nENV API_TOKEN=s3cr3t-abc\nUSER 1\n`,
      ['unreachable-stage', 'unpinned-base-image', 'secret-in-env'],
    ],
    ['a file', `# plimsoll ignore-file=secret-in-env\n${file}`, ['root-user', 'unpinned-base-image']],
    [
      'a file, from its end',
      `${file}# plimsoll ignore-file=secret-in-env\n`,
      ['root-user', 'unpinned-base-image'],
    ],
    ["another tool's id", above('# plimsoll ignore=DL3002,hadolint:DL3006'), ['secret-in-env']],
    [
      "another tool's id in small letters",
      above('# plimsoll ignore=ds-0002'),
      ['unpinned-base-image', 'secret-in-env'],
    ],
    [
      'until its day, and on it',
      above(`# plimsoll ignore=root-user until=${today}`),
      ['unpinned-base-image', 'secret-in-env'],
    ],
    [
      'not after it',
      above('# plimsoll ignore=root-user until=2026-11-20'),
      ['unused-suppression', 'root-user', 'unpinned-base-image', 'secret-in-env'],
    ],
    ...['31.01.2027', '2027/01/31', '2027-1-1', '2027-13-45', '"2020-01-01"', 'soon'].map(
      (day): [string, string, string[]] => [
        `never with the day ${day}`,
        above(`# plimsoll ignore=root-user until=${day}`),
        ['unused-suppression', 'root-user', 'unpinned-base-image', 'secret-in-env'],
      ],
    ),
    [
      'with CRLF',
      above('# plimsoll ignore=root-user').replaceAll('\n', '\r\n'),
      ['unpinned-base-image', 'secret-in-env'],
    ],
    [
      'after a byte order mark',
      `\ufeff${above('# plimsoll ignore=root-user')}`,
      ['unpinned-base-image', 'secret-in-env'],
    ],
    [
      'not from inside a heredoc',
      'FROM debian:12.5\nUSER 1\nCOPY <<EOF /a\n# plimsoll ignore-file=secret-in-env\nEOF\nENV API_TOKEN=s3cr3t-abc\n',
      ['secret-in-env'],
    ],
    [
      'a rule that is not there',
      above('# plimsoll ignore=no-such-rule'),
      ['unused-suppression', 'root-user', 'unpinned-base-image', 'secret-in-env'],
    ],
  ])('%s', (_name, text, left) => {
    expect(ids(text)).toEqual(left);
  });

  test.each([
    ['hadolint', above('# hadolint ignore=DL3002'), ['unpinned-base-image', 'secret-in-env']],
    ['hadolint, several', above('#hadolint ignore=DL3002, DL3006,SC2086'), ['secret-in-env']],
    ['hadolint, the next instruction only', above('# hadolint ignore=DL3064'), ids(file)],
    ['hadolint, the file', `# hadolint global ignore=DL3064\n${file}`, ['root-user', 'unpinned-base-image']],
    ['hadolint’s other comments', above('# hadolint shell=bash'), ids(file)],
    ['BuildKit', `# check=skip=SecretsUsedInArgOrEnv\n${file}`, ['root-user', 'unpinned-base-image']],
    [
      'BuildKit, with more',
      `# check=skip=X,SecretsUsedInArgOrEnv;error=true\n${file}`,
      ['root-user', 'unpinned-base-image'],
    ],
    ['BuildKit, all', `# check=skip=all\n${file}`, ['root-user', 'unpinned-base-image']],
    [
      'BuildKit, the next instruction only',
      'FROM debian:12.5\nUSER 1\n# check=skip=SecretsUsedInArgOrEnv // as agreed\nENV API_TOKEN=s3cr3t-abc\nENV OTHER_TOKEN=s3cr3t-abd\n',
      ['secret-in-env'],
    ],
    ['BuildKit, no directive below the first instruction', above('\n# check=skip=all'), ids(file)],
    ['tally', above('# tally ignore=hadolint/DL3002;reason=old'), ['unpinned-base-image', 'secret-in-env']],
    [
      'tally, the file',
      `# tally global ignore=buildkit/SecretsUsedInArgOrEnv\n${file}`,
      ['root-user', 'unpinned-base-image'],
    ],
    ['Trivy', above('#trivy:ignore:DS-0002'), ['unpinned-base-image', 'secret-in-env']],
    ['Trivy, the old names', above('# trivy:ignore:AVD-DS-0002 trivy:ignore:DS001'), ['secret-in-env']],
    [
      'Trivy, until a day',
      above('#trivy:ignore:DS-0002:exp:2027-01-01'),
      ['unpinned-base-image', 'secret-in-env'],
    ],
    ['Trivy, after that day', above('#trivy:ignore:DS-0002:exp:2026-01-01'), ids(file)],
    ['Trivy, everything that it knows', above('#trivy:ignore:*'), ['secret-in-env']],
    ['not a rule of ours by another tool’s comment', above('# hadolint ignore=root-user'), ids(file)],
  ])('a comment of %s', (_name, text, left) => {
    expect(ids(text)).toEqual(left);
  });

  test('the reason and the comment are kept', () => {
    const { suppressed } = run(
      above('# plimsoll ignore=root-user reason="it binds \'80\'" until=2027-01-01'),
    );
    expect(suppressed.map(({ ruleId, reason, commentAt }) => [ruleId, reason, commentAt.start])).toEqual([
      ['root-user', "it binds '80'", 0],
    ]);
  });

  test('a comment for a rule that is switched off is not called unused', () => {
    const text = 'FROM debian:12.5\n# plimsoll ignore=root-user\nUSER 1\n';
    expect(ids(text)).toEqual(['unused-suppression']);
    expect(ids(text, { rules: { 'root-user': 'off' } })).toEqual([]);
    expect(ids(text, { rules: { 'unused-suppression': 'off' } })).toEqual([]);
    expect(run(text, { rules: { 'unused-suppression': 'error' } }).findings[0]?.severity).toBe('error');
  });
});

describe('findings about comments', () => {
  const fixed = (text: string, settings?: LintSettings) => {
    const result = run(text, settings);
    const finding = result.findings.find((one) => /suppression/.test(one.ruleId))!;
    const fixes = fixesFor(result, finding).fixes;
    return {
      message: finding.message,
      at: text.slice(finding.at.start, finding.at.end),
      fixes: fixes.map((fix) => [fix.title, applyEdits(text, fix.edits)]),
    };
  };

  test.each([
    {
      name: 'of several ids, the needless one',
      text: above('# plimsoll ignore=root-user, secret-in-env,unpinned-base-image reason="r"'),
      says: /^This comment silences nothing: secret-in-env/,
      at: 'secret-in-env',
      fixes: [
        [
          'Remove secret-in-env from the comment',
          above('# plimsoll ignore=root-user,unpinned-base-image reason="r"'),
        ],
      ],
    },
    {
      name: 'a needless comment',
      text: 'FROM debian:12.5\n  # plimsoll ignore=root-user\r\nUSER 1\n',
      says: /Remove it\.$/,
      at: '# plimsoll ignore=root-user',
      fixes: [['Remove the comment', 'FROM debian:12.5\nUSER 1\n']],
    },
    {
      name: 'a mistyped id',
      text: above('# plimsoll ignore=rot-user'),
      says: /^There is no rule `rot-user`, .*Is `root-user` meant\?$/,
      at: '# plimsoll ignore=rot-user',
      fixes: [
        ['Write root-user', above('# plimsoll ignore=root-user')],
        ['Remove the comment', file],
      ],
    },
    {
      name: 'an expired comment',
      text: above('# plimsoll ignore=root-user until=2026-01-01 reason="x"'),
      says: /that day has passed/,
      at: '# plimsoll ignore=root-user until=2026-01-01 reason="x"',
      fixes: [['Remove the comment', file]],
    },
    {
      name: 'no reason, where reasons are asked for',
      text: above('# plimsoll ignore=root-user'),
      settings: { requireReasons: true },
      says: /does not say why/,
      at: '# plimsoll ignore=root-user',
      fixes: [['Remove the comment', file]],
    },
  ])('$name', ({ text, says, at, fixes, settings }) => {
    const found = fixed(text, settings);
    expect(found.message).toMatch(says);
    expect(found.at).toBe(at);
    expect(found.fixes).toEqual(fixes);
  });

  test('another tool’s comment is never called unused', () =>
    expect(ids('# hadolint global ignore=DL3001,DL9999\nFROM debian:12.5\nUSER 1\n')).toEqual([]));

  test('a reason is enough', () =>
    expect(ids(above('# plimsoll ignore=root-user reason="r"'), { requireReasons: true })).toEqual([
      'unpinned-base-image',
      'secret-in-env',
    ]));
});

describe('a new comment', () => {
  const cases: readonly [
    name: string,
    text: string,
    ruleId: string,
    scope: SuppressionScope,
    expected: string,
  ][] = [
    [
      'above the instruction',
      'FROM debian:12.5\n',
      'root-user',
      'line',
      '# plimsoll ignore=root-user reason="r"\nFROM debian:12.5\n',
    ],
    [
      'with its indent',
      'FROM debian:12.5\nUSER 1\n  ENV API_TOKEN=s3cr3t-a\n',
      'secret-in-env',
      'line',
      'FROM debian:12.5\nUSER 1\n  # plimsoll ignore=secret-in-env reason="r"\n  ENV API_TOKEN=s3cr3t-a\n',
    ],
    [
      'below the directives',
      '# syntax=docker/dockerfile:1\nFROM debian:12.5\n',
      'root-user',
      'line',
      '# syntax=docker/dockerfile:1\n# plimsoll ignore=root-user reason="r"\nFROM debian:12.5\n',
    ],
    [
      'for the file, below the directives',
      '# escape=`\n# syntax=a/b\nFROM debian:12.5\n',
      'root-user',
      'file',
      '# escape=`\n# syntax=a/b\n# plimsoll ignore-file=root-user reason="r"\nFROM debian:12.5\n',
    ],
    [
      'for the file, at the top',
      'FROM debian:12.5\n',
      'root-user',
      'file',
      '# plimsoll ignore-file=root-user reason="r"\nFROM debian:12.5\n',
    ],
    [
      'for the stage, above its FROM',
      'FROM debian:12.5\nENV API_TOKEN=s3cr3t-a\nUSER 1\n',
      'secret-in-env',
      'stage',
      '# plimsoll ignore-stage=secret-in-env reason="r"\nFROM debian:12.5\nENV API_TOKEN=s3cr3t-a\nUSER 1\n',
    ],
    [
      'above an instruction with a heredoc',
      'FROM debian:12.5\nUSER 1\nRUN <<EOF\ncurl https://a.example/i | sh -s x\nEOF\n',
      'remote-script-executed',
      'line',
      'FROM debian:12.5\nUSER 1\n# plimsoll ignore=remote-script-executed reason="r"\nRUN <<EOF\ncurl https://a.example/i | sh -s x\nEOF\n',
    ],
    [
      'above an instruction of several lines',
      'FROM debian:12.5\nUSER 1\nRUN true && \\\n  curl https://a.example/i | sh\n',
      'remote-script-executed',
      'line',
      'FROM debian:12.5\nUSER 1\n# plimsoll ignore=remote-script-executed reason="r"\nRUN true && \\\n  curl https://a.example/i | sh\n',
    ],
    [
      'joins the one above',
      '# plimsoll ignore=unpinned-base-image reason="x"\nFROM debian\n',
      'root-user',
      'line',
      '# plimsoll ignore=unpinned-base-image,root-user reason="x"\nFROM debian\n',
    ],
    [
      'does not join one of another scope',
      '# plimsoll ignore-stage=unpinned-base-image\nFROM debian\n',
      'root-user',
      'line',
      '# plimsoll ignore-stage=unpinned-base-image\n# plimsoll ignore=root-user reason="r"\nFROM debian\n',
    ],
    [
      'does not join one with a last day',
      '# plimsoll ignore=unpinned-base-image until=2027-01-01\nFROM debian\n',
      'root-user',
      'line',
      '# plimsoll ignore=unpinned-base-image until=2027-01-01\n# plimsoll ignore=root-user reason="r"\nFROM debian\n',
    ],
  ];

  test.each(
    cases.flatMap(([name, ...rest]) => [
      [name, '\n', '', ...rest] as const,
      [`${name}, CRLF`, '\r\n', '', ...rest] as const,
      [`${name}, byte order mark`, '\n', '\ufeff', ...rest] as const,
    ]),
  )('%s', (_name, lineBreak, lead, text, ruleId, scope, expected) => {
    const convert = (one: string) => lead + one.replaceAll('\n', lineBreak);
    const result = run(convert(text));
    const finding = result.findings.find((one) => one.ruleId === ruleId)!;
    const edit = suppressionEdit(result.comments, ruleId, finding.at, scope, 'r');
    const silenced = applyEdits(result.input.text, [edit!]);
    expect(silenced).toBe(convert(expected));
    expect(ids(silenced)).not.toContain(ruleId);
    expect(ids(silenced)).not.toContain('unused-suppression');
  });

  test('has a reason on one line, without quotes', () => {
    const result = run('FROM debian:12.5\n');
    const edit = suppressionEdit(
      result.comments,
      'root-user',
      result.findings[0]!.at,
      'line',
      'a "b"\nRUN c',
    );
    expect(edit?.text).toBe('# plimsoll ignore=root-user reason="a  b  RUN c"\n');
  });

  test('is not offered in a file without instructions', () => {
    const { comments } = run('# nothing\n');
    expect(suppressionEdit(comments, 'root-user', { start: 0, end: 0 }, 'line', '')).toBeUndefined();
  });
});
