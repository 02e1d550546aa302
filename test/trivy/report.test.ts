// Reading a report: what is odd is left out, the order is fixed, the summary is short. (Recorded shapes: parsing only.)
import { expect, test } from 'vitest';
import { formatCounts, parseTrivyReport, worstOf } from '../../server/src/trivy/index.ts';

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const vulnerability = (id: string, more: object = {}) => ({
  VulnerabilityID: id,
  PkgName: 'p',
  InstalledVersion: '1',
  Severity: 'HIGH',
  ...more,
});
const reportOf = (results: unknown, more: object = {}) =>
  parseTrivyReport(JSON.stringify({ SchemaVersion: 2, ArtifactName: 'x', Results: results, ...more }));

test.each(['', '{', '[]', 'null', '"x"', '42', '{}', '{"SchemaVersion": 1}', '{"SchemaVersion": "2"}'])(
  'not a report: %j',
  (text) => {
    expect(parseTrivyReport(text)).toBeUndefined();
  },
);

test.each([
  null,
  5,
  'x',
  {},
  [null, 1, 'x', []],
  [{ Vulnerabilities: 'x' }],
  [{ Vulnerabilities: [null, [], 3] }],
])('results that are none: %j', (results) => {
  expect(reportOf(results)).toMatchObject({ vulnerabilities: [], counts: { total: 0 } });
});

test('fields of the wrong kind are as if they were not there', () => {
  const odd = {
    VulnerabilityID: 5,
    PkgName: null,
    InstalledVersion: {},
    FixedVersion: [],
    Severity: 'constructor',
    Title: { text: 'x' },
    PrimaryURL: 'javascript:alert(1)',
    Layer: 'x',
    CVSS: { nvd: { V3Score: 'NaN' }, __proto__: { V3Score: 10 } },
    SeveritySource: '__proto__',
  };
  expect(reportOf([{ Target: 7, Class: 'toString', Vulnerabilities: [odd] }])?.vulnerabilities).toEqual([
    { id: '', severity: 'unknown', package: '', installed: '', title: '', target: '', class: 'other' },
  ]);
});

test.each([
  ['https://avd.aquasec.com/x', 'https://avd.aquasec.com/x'],
  ['http://h/a b)c', 'http://h/a%20b)c'],
  ['javascript:alert(1)', undefined],
  ['command:workbench.action.quit', undefined],
  ['file:///etc/passwd', undefined],
  ['https://user:pw@h/', undefined],
  ['//h/x', undefined],
  [`https://h/${'x'.repeat(3000)}`, undefined],
])('link %j', (url, expected) => {
  const found = reportOf([{ Vulnerabilities: [vulnerability('A', { PrimaryURL: url })] }]);
  expect(found?.vulnerabilities[0]?.url).toBe(expected);
});

test('texts are one line, of bounded length, without what steers a terminal', () => {
  const title = `\u001b[31mred\u001b[0m \u202egnp.exe\u202c\n\n\t next ${'x'.repeat(100_000)}`;
  const found =
    reportOf([{ Vulnerabilities: [vulnerability('A', { Title: title })] }])?.vulnerabilities[0]?.title ?? '';
  expect(found.length).toBeLessThanOrEqual(1000);
  expect(found).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(found).toMatch(/gnp\.exe. next x+…$/);
});

test('the order is the same whatever the report’s order was', () => {
  const all = [
    vulnerability('C', { Severity: 'LOW' }),
    vulnerability('B', { Severity: 'CRITICAL' }),
    vulnerability('A', { Severity: 'CRITICAL', FixedVersion: '2' }),
    vulnerability('D', { Severity: 'CRITICAL', FixedVersion: '2', CVSS: { nvd: { V3Score: 9.9 } } }),
    vulnerability('E', { Severity: 'nonsense' }),
    vulnerability('B', { Severity: 'CRITICAL', PkgName: 'a' }),
    vulnerability('F', { Severity: 'MEDIUM' }),
  ];
  const order = (list: readonly object[]) =>
    reportOf([{ Vulnerabilities: list }])?.vulnerabilities.map((each) => each.id + each.package);
  expect(order(all)).toEqual(['Dp', 'Ap', 'Ba', 'Bp', 'Fp', 'Cp', 'Ep']);
  expect(order([...all].reverse())).toEqual(order(all));
});

test('more findings than the limit: the worst are kept, all are counted', () => {
  const many = Array.from({ length: 105_000 }, (_, index) =>
    vulnerability(`CVE-${index}`, { Severity: index === 104_999 ? 'CRITICAL' : 'LOW' }),
  );
  const found = reportOf([{ Vulnerabilities: many }]);
  expect(found).toMatchObject({ omitted: 5000, counts: { critical: 1, low: 104_999, total: 105_000 } });
  expect(found?.vulnerabilities[0]?.id).toBe('CVE-104999');
  expect(found?.vulnerabilities).toHaveLength(100_000);
});

test('a report that is nothing but findings without content fills no memory', () => {
  const results = [{ Vulnerabilities: Array(400_000).fill({}) }, { Vulnerabilities: [{}], Secrets: [{}] }];
  expect(reportOf(results)).toMatchObject({ omitted: 200_000, counts: { total: 300_001 } });
});

test('secrets are told without the secret', () => {
  const secret = {
    RuleID: 'r',
    Category: 'AWS',
    Severity: 'CRITICAL',
    Title: 'Key',
    StartLine: 3,
    EndLine: 3,
    Match: 'AKIA-VALUE',
    Code: { Lines: [{ Content: 'AKIA-VALUE' }] },
  };
  const found = reportOf([{ Target: '/a', Secrets: [secret] }]);
  expect(found?.secrets).toEqual([
    {
      rule: 'r',
      category: 'AWS',
      severity: 'critical',
      title: 'Key',
      target: '/a',
      startLine: 3,
      endLine: 3,
    },
  ]);
  expect(JSON.stringify(found)).not.toContain('AKIA');
});

test('misconfigurations: failures only, lines only where there are some', () => {
  const each = (Status: string | undefined, lines: object) => ({
    ID: 'DS-1',
    Severity: 'HIGH',
    Title: 't',
    Message: 'm',
    Resolution: 'r',
    Status,
    CauseMetadata: lines,
  });
  const found = reportOf([
    {
      Target: 'Dockerfile',
      Misconfigurations: [
        each('PASS', {}),
        each('FAIL', { StartLine: 3, EndLine: 2 }),
        each('FAIL', { StartLine: -1 }),
        each('EXCEPTION', {}),
      ],
    },
  ]);
  expect(found?.misconfigurations.map(({ startLine, endLine }) => [startLine, endLine])).toEqual([
    [undefined, undefined],
    [3, 3],
  ]);
});

test('image facts', () => {
  const found = reportOf([], {
    Metadata: {
      OS: { Family: 'debian', Name: '12.5', EOSL: true },
      ImageID: digest('a'),
      DiffIDs: [digest('b'), 'nonsense', 5],
      RepoTags: ['x:1', 7],
      ImageConfig: {
        created: '1970-01-01T00:00:00Z',
        config: {
          User: 'app:app',
          Env: ['A=b=c', 7],
          Entrypoint: ['/x'],
          WorkingDir: '/w',
          ExposedPorts: { '80/tcp': {} },
          Healthcheck: { Test: ['CMD', 'x'] },
        },
        history: [{ created_by: 'RUN x', empty_layer: true, comment: 'c' }, null],
      },
    },
  });
  expect(found?.image).toEqual({
    name: 'x',
    id: digest('a'),
    os: { family: 'debian', name: '12.5', endOfLife: true },
    config: {
      user: 'app:app',
      env: ['A=b=c'],
      entrypoint: ['/x'],
      cmd: [],
      workdir: '/w',
      ports: ['80/tcp'],
      healthcheck: true,
    },
    tags: ['x:1'],
    digests: [],
    diffIds: [digest('b')],
    history: [{ createdBy: 'RUN x', comment: 'c', empty: true }],
  });
});

test.each([
  [{ CRITICAL: 3, HIGH: 12, LOW: 4 }, 9, '3 critical · 12 high · 9 fixable', 'critical'],
  [{ CRITICAL: 1, MEDIUM: 2, LOW: 4 }, 0, '1 critical · 2 medium', 'critical'],
  [{ LOW: 4 }, 4, '4 low · 4 fixable', 'low'],
  [{ UNKNOWN: 1 }, 0, '1 unknown', 'unknown'],
  [{}, 0, 'nothing found', 'none'],
] as const)('summary of %j', (counts, fixable, text, worst) => {
  const list = Object.entries(counts).flatMap(([Severity, number]) =>
    Array.from({ length: number }, () => ({ Severity })),
  );
  const fixed = list.map((each, index) =>
    vulnerability('A', index < fixable ? { ...each, FixedVersion: '2' } : each),
  );
  const found = reportOf([{ Vulnerabilities: fixed }])!;
  expect(formatCounts(found.counts)).toBe(text);
  expect(worstOf(found.counts)).toBe(worst);
});
