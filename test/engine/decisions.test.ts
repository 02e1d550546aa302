// Ignore files: read as they are, added to without touching what is there.
import { describe, expect, test } from 'vitest';
import { addToYamlIgnore } from '../../server/src/decisions/add-to-yaml-ignore.ts';
import {
  hasStatement,
  type IgnoreChange,
  type IgnoreDecision,
  isExpired,
} from '../../server/src/decisions/ignore-file.ts';
import { addToPlainIgnore, readPlainIgnore } from '../../server/src/decisions/plain-ignore.ts';
import { readYamlIgnore } from '../../server/src/decisions/yaml-ignore.ts';
import { applyEdits } from '../../server/src/engine/index.ts';

const decision: IgnoreDecision = {
  id: 'CVE-2026-0001',
  paths: [],
  purls: ['pkg:deb/debian/bash@5.2'],
  statement: 'accepted: # for now',
  expires: '2099-01-01',
};
const entry = (indent: string) =>
  [
    '- id: CVE-2026-0001',
    '  purls:',
    '    - pkg:deb/debian/bash@5.2',
    '  statement: "accepted: # for now"',
    '  expired_at: 2099-01-01',
  ]
    .map((line) => `${indent}${line}\n`)
    .join('');

function written(text: string, change: IgnoreChange): string {
  return 'refused' in change ? `refused: ${change.refused}` : applyEdits(text, change.edits);
}

/** The text before, and after: `+` stands for the new entry with its indentation. */
const additions: readonly (readonly [name: string, before: string, after: string])[] = [
  ['no file', '', `vulnerabilities:\n${entry('  ')}`],
  ['only a comment', '# ours\n', `# ours\nvulnerabilities:\n${entry('  ')}`],
  ['a comment without a line break', '# ours', `# ours\nvulnerabilities:\n${entry('  ')}`],
  ['another list only', 'secrets:\n  - id: x\n', `secrets:\n  - id: x\nvulnerabilities:\n${entry('  ')}`],
  ['an empty list', 'vulnerabilities:\nsecrets: []\n', `vulnerabilities:\n${entry('  ')}secrets: []\n`],
  ['empty brackets', 'vulnerabilities: []\n', `vulnerabilities:\n${entry('  ')}`],
  [
    'a list without indentation',
    'vulnerabilities:\n- id: a\nsecrets:\n- id: b\n',
    `vulnerabilities:\n- id: a\n${entry('')}secrets:\n- id: b\n`,
  ],
  [
    'comments and blank lines around',
    'vulnerabilities:\n    # first\n    - id: a   # why\n      statement: "x"\n\n# the next list\nsecrets:\n    - id: b\n',
    `vulnerabilities:\n    # first\n    - id: a   # why\n      statement: "x"\n${entry('    ')}\n# the next list\nsecrets:\n    - id: b\n`,
  ],
  ['no line break at the end', 'vulnerabilities:\n  - id: a', `vulnerabilities:\n  - id: a\n${entry('  ')}`],
  [
    'a block text at the end',
    'vulnerabilities:\n  - id: a\n    statement: |\n      one\n      two\n',
    `vulnerabilities:\n  - id: a\n    statement: |\n      one\n      two\n${entry('  ')}`,
  ],
  [
    'the dash on a line of its own',
    'vulnerabilities:\n  -\n    id: a\n',
    `vulnerabilities:\n  -\n    id: a\n${entry('  ')}`,
  ],
  [
    'the same id for other packages',
    'vulnerabilities:\n  - id: CVE-2026-0001\n    purls: [pkg:deb/debian/tar]\n',
    `vulnerabilities:\n  - id: CVE-2026-0001\n    purls: [pkg:deb/debian/tar]\n${entry('  ')}`,
  ],
];

describe('.trivyignore.yaml', () => {
  test.each(additions)('added to: %s', (_, before, after) => {
    expect(written(before, addToYamlIgnore(before, decision))).toBe(after);
    const crlf = before.replaceAll('\n', '\r\n');
    if (before.includes('\n'))
      expect(written(crlf, addToYamlIgnore(crlf, decision))).toBe(after.replaceAll('\n', '\r\n'));
    const had = readYamlIgnore(before).entries.map(({ id, section }) => `${section} ${id}`);
    const has = readYamlIgnore(after).entries.map(({ id, section }) => `${section} ${id}`);
    expect(has.sort()).toEqual([...had, 'vulnerabilities CVE-2026-0001'].sort());
  });

  const updates: readonly (readonly [name: string, before: string, after: string])[] = [
    [
      'an entry for everything gets the reason and the day',
      'vulnerabilities:\n  - id: CVE-2026-0001  # ours\n  - id: b\n',
      'vulnerabilities:\n  - id: CVE-2026-0001  # ours\n    statement: "accepted: # for now"\n    expired_at: 2099-01-01\n  - id: b\n',
    ],
    [
      'what is there is replaced where it stands',
      'vulnerabilities:\n  - id: CVE-2026-0001\n    expired_at: 2020-01-01 # old\n    statement: >-\n      long\n      ago\n    purls:\n      - pkg:deb/debian/bash@5.2\n',
      'vulnerabilities:\n  - id: CVE-2026-0001\n    expired_at: 2099-01-01 # old\n    statement: "accepted: # for now"\n    purls:\n      - pkg:deb/debian/bash@5.2\n',
    ],
    [
      'an empty reason is filled in',
      'vulnerabilities:\n  - id: CVE-2026-0001\n    statement:\n    expired_at: 2020-01-01\n',
      'vulnerabilities:\n  - id: CVE-2026-0001\n    statement: "accepted: # for now"\n    expired_at: 2099-01-01\n',
    ],
  ];
  test.each(updates)('changed: %s', (_, before, after) => {
    const change = addToYamlIgnore(before, decision);
    expect(change).toMatchObject({ did: 'updated' });
    expect(written(before, change)).toBe(after);
    expect(readYamlIgnore(after).problems).toEqual([]);
  });

  test('a day that is no longer wanted goes', () => {
    const before = 'vulnerabilities:\n  - id: CVE-2026-0001\n    expired_at: 2020-01-01\n    statement: x\n';
    const { expires: _, ...forEver } = decision;
    expect(written(before, addToYamlIgnore(before, forEver))).toBe(
      'vulnerabilities:\n  - id: CVE-2026-0001\n    statement: "accepted: # for now"\n',
    );
  });

  test.each([
    ['brackets', 'vulnerabilities: [{id: a}]\n'],
    ['braces', '{vulnerabilities: []}\n'],
    ['an entry in braces', 'vulnerabilities:\n  - {id: CVE-2026-0001}\n'],
    ['a text', 'hello\n'],
    ['several documents', 'secrets: []\n---\nsecrets: []\n'],
    ['no YAML', 'a: [\n'],
    ['an alias', 'a: &x []\nvulnerabilities: *x\n'],
    ['deep nesting', `${'['.repeat(500)}${']'.repeat(500)}`],
  ])('left as it is: %s', (_, before) => {
    expect(addToYamlIgnore(before, decision)).toHaveProperty('refused');
  });

  test('hostile texts stay texts', () => {
    const statement = 'x"\n- id: EVIL\n  #\u0000 \u2028 ${{ }} &a *b !!js';
    const text = written('', addToYamlIgnore('', { ...decision, id: 'CVE-1: x', statement }));
    const [only, ...others] = readYamlIgnore(text).entries;
    expect(others).toEqual([]);
    expect(only).toMatchObject({ id: 'CVE-1: x', statement: 'x" - id: EVIL # ${{ }} &a *b !!js' });
  });

  test('an entry without its line, with all around it kept', () => {
    const text =
      '# top\nvulnerabilities:\n  # a\n  - id: A-1\n    paths:\n      - x # last\n\n  -   # odd\n    id: B-2\nsecrets:\n- id: C-3\n';
    const without = readYamlIgnore(text).entries.map(({ whole }) =>
      whole ? applyEdits(text, [{ ...whole, text: '' }]) : 'none',
    );
    expect(without).toEqual([
      '# top\nvulnerabilities:\n  # a\n\n  -   # odd\n    id: B-2\nsecrets:\n- id: C-3\n',
      '# top\nvulnerabilities:\n  # a\n  - id: A-1\n    paths:\n      - x # last\n\nsecrets:\n- id: C-3\n',
      '# top\nvulnerabilities:\n  # a\n  - id: A-1\n    paths:\n      - x # last\n\n  -   # odd\n    id: B-2\nsecrets:\n',
    ]);
  });

  test('a day is over when it begins; a reason that waits to be written is none', () => {
    const day = (text: string) =>
      readYamlIgnore(`vulnerabilities:\n  - id: a\n    statement: TODO\n    expired_at: ${text}\n`)
        .entries[0]!;
    expect(isExpired(day('2026-11-21'), '2026-11-21')).toBe(true);
    expect(isExpired(day('2026-11-22'), '2026-11-21')).toBe(false);
    expect(isExpired(day('2026-1-2T03:04:05Z'), '2026-01-02')).toBe(true);
    expect(hasStatement(day('2026-11-21'))).toBe(false);
  });
});

describe('.trivyignore', () => {
  test('ids, days and the comments that are their reasons', () => {
    const text =
      '# about the file\n\n# not reachable,\n# says the vendor\nCVE-1 exp:2026-01-01\nCVE-2\n\nCVE-3 # beside\n#CVE-4\n  DS-0002  \r\n';
    expect(
      readPlainIgnore(text).entries.map(({ id, statement, expires }) => [id, statement, expires?.day]),
    ).toEqual([
      ['CVE-1', 'not reachable, says the vendor', '2026-01-01'],
      ['CVE-2', 'not reachable, says the vendor', undefined],
      ['CVE-3', 'beside', undefined],
      ['DS-0002', 'CVE-4', undefined],
    ]);
  });

  test.each([
    ['', '# accepted: # for now\nCVE-2026-0001 exp:2099-01-01\n'],
    ['CVE-1', 'CVE-1\n\n# accepted: # for now\nCVE-2026-0001 exp:2099-01-01\n'],
    ['CVE-1\r\n', 'CVE-1\r\n\r\n# accepted: # for now\r\nCVE-2026-0001 exp:2099-01-01\r\n'],
    ['CVE-2026-0001 exp:2020-01-01', '# accepted: # for now\nCVE-2026-0001 exp:2099-01-01'],
    [
      '# x\nCVE-2026-0001 exp:2020-01-01\nCVE-1\n',
      '# x\n# accepted: # for now\nCVE-2026-0001 exp:2099-01-01\nCVE-1\n',
    ],
  ])('added to %j', (before, after) => {
    expect(written(before, addToPlainIgnore(before, decision))).toBe(after);
  });
});

test('nothing that a file holds makes reading it fail or take long', () => {
  const pieces = [
    '- ',
    'id: ',
    'vulnerabilities:',
    '\n',
    '  ',
    '"',
    '[',
    '{',
    '&a ',
    '*a',
    '#',
    'exp:',
    '2026-01-01',
    ': ',
    '|',
    '\t',
    'CVE-1',
    '\u0000',
    '\ufeff',
    '---\n',
  ];
  let state = 7;
  const next = (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state % below;
  };
  for (let round = 0; round < 1500; round++) {
    const text = Array.from({ length: next(30) }, () => pieces[next(pieces.length)]!).join('');
    const yaml = readYamlIgnore(text);
    const plain = readPlainIgnore(text);
    for (const { at } of [...yaml.entries, ...yaml.problems, ...plain.entries, ...plain.problems])
      expect(at.start >= 0 && at.end <= text.length && at.start <= at.end, JSON.stringify(text)).toBe(true);
    const change = addToYamlIgnore(text, decision);
    if ('refused' in change) continue;
    const after = readYamlIgnore(applyEdits(text, change.edits));
    const ids = after.entries.map(({ id }) => id);
    expect(ids, JSON.stringify(text)).toContain('CVE-2026-0001');
    const grown = change.did === 'added' ? 1 : 0;
    expect(after.entries.length, JSON.stringify(text)).toBe(yaml.entries.length + grown);
  }
});
