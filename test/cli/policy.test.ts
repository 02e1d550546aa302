// `plimsoll policy`: each policy passed, failed and not known, on images made here and scanned by the real Trivy.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeEach, describe, expect, test } from 'vitest';
import { defaultHighProfile, policyIds } from '../../server/src/settings/policy-shape.ts';
import { provenance, putLayout, spdx } from './oci-images.ts';
import { debianWith, putImage, pythonPackage, trivyFlags } from './real-images.ts';
import { plimsoll, repository, workspace } from './run-cli.ts';

interface Judged {
  id: string;
  status: string;
  reason: string;
  fix?: string;
  details: string[];
}

function judged(cwd: string, args: readonly string[]): { code: number | null; of(id: string): Judged } {
  const run = plimsoll(['policy', ...args, '--format', 'json'], { cwd });
  expect(run.err).toBe('');
  const value = JSON.parse(run.out) as { policies: Judged[]; refused: boolean };
  expect(run.code).toBe(value.refused ? 1 : 0);
  return { code: run.code, of: (id) => value.policies.find((one) => one.id === id)! };
}

test('an image that fulfils everything is accepted', (context) => {
  const base = 'registry.example.com/base/debian:12';
  const cwd = workspace({
    '.plimsoll.json': '{ "policy": { "approvedBases": ["registry.example.com/base/*"], "unknown": "fail" } }',
  });
  const layer = { ...debianWith(['zlib1g']), ...pythonPackage('Click', '8.1.7', 'BSD-3-Clause') };
  const config = { User: '65532:65532', Labels: { 'org.opencontainers.image.base.name': base } };
  putLayout(join(cwd, 'image'), { layer, config, attested: [provenance, spdx] });
  const { code, of } = judged(cwd, ['./image', ...trivyFlags(context)]);
  const ids = [
    'non-root-user',
    'no-fixable-vulnerabilities',
    'no-high-profile-vulnerabilities',
    'no-forbidden-licenses',
  ];
  ids.push('approved-base-image', 'supported-base-image', 'no-secrets', 'attestations');
  expect(ids.map((id) => `${id} ${of(id).status}`)).toEqual(ids.map((id) => `${id} pass`));
  expect(code).toBe(0);
  expect(of('approved-base-image').reason).toContain(base);
});

test('an image that fulfils nothing: each with its reason and what to do', (context) => {
  const kev = { vulnerabilities: [{ cveID: 'CVE-2023-31484', vendorProject: 'perl' }] };
  const cwd = workspace({
    '.plimsoll.json': '{ "policy": { "approvedBases": ["registry.example.com/*", "debian:12"] } }',
    'kev.json': JSON.stringify(kev),
    Dockerfile: 'FROM python:3.7-slim-buster AS build\nFROM build\nCOPY . /\n',
  });
  const layer = {
    ...debianWith(['bash', 'perl-base']),
    ...pythonPackage('Grip', '1.0', 'AGPL-3.0-or-later'),
    'srv/deploy.env': `aws_access_key_id=AKIA${'QZ7XMPLE5TRW2KLD'}\n`,
  };
  const env = [`GITHUB_TOKEN=ghp_${'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'}`];
  putLayout(join(cwd, 'image'), { layer, config: { Env: env }, attested: [provenance] });
  const flags = [
    ...trivyFlags(context),
    '--kev',
    'kev.json',
    '--dockerfile',
    'Dockerfile',
    '--today',
    '2026-01-01',
  ];
  const { code, of } = judged(cwd, ['./image', ...flags]);
  expect(code).toBe(1);
  const failed = (id: string, reason: RegExp | string, detail?: string) => {
    expect(of(id)).toMatchObject({
      status: 'fail',
      reason: expect.stringMatching(reason),
      fix: expect.any(String),
    });
    if (detail) expect(of(id).details).toContainEqual(expect.stringContaining(detail));
  };
  failed('non-root-user', /No user is set/);
  failed(
    'no-fixable-vulnerabilities',
    /^1 critical or high/,
    'CVE-2099-10001 in bash 5.2.15-2+b2: fixed in 99.0-1',
  );
  failed('no-high-profile-vulnerabilities', /CVE-2023-31484 is in the image/, 'exploited, says CISA');
  failed('no-forbidden-licenses', /^Grip is under/, 'Grip: AGPL-3.0-or-later');
  failed('approved-base-image', /python:3\.7-slim-buster \(says the Dockerfile\)/);
  failed('supported-base-image', /Python 3\.7 has had no support since 2023-06-27/);
  expect(of('supported-base-image').fix).toMatch(/^Build on python:3\.\d+-slim-\w+\.$/);
  failed('no-secrets', /secrets were found in 2 places/, 'aws-access-key-id (critical) in /srv/deploy.env:1');
  failed('attestations', /has no SBOM for it/);
  // The secret itself is not in the report.
  expect(JSON.stringify(of('no-secrets'))).not.toMatch(/QZ7XMPLE|a1B2c3D4/);
});

test('a Dockerfile of something else does not tell the base image', (context) => {
  const dockerfile = 'FROM debian:10\nRUN make install\nCOPY . /srv\nCMD ["srv"]\n';
  const cwd = workspace({
    Dockerfile: dockerfile,
    '.plimsoll.json': '{ "policy": { "approvedBases": ["x"] } }',
  });
  putLayout(join(cwd, 'image'), { history: [{ created_by: 'RUN pip install flask # buildkit' }] });
  const { of } = judged(cwd, ['./image', ...trivyFlags(context), '--dockerfile', 'Dockerfile']);
  expect(of('approved-base-image').status).toBe('not known');
  expect(of('supported-base-image').status).toBe('pass');
});

test('licences: a choice is a choice, and only a whole id is one', (context) => {
  const licenses: readonly (readonly [license: string, isForbidden: boolean])[] = [
    ['AGPL-3.0', true],
    ['AGPL-3.0-only', true],
    ['AGPL-3.0+', true],
    ['agpl-3.0-or-later', true],
    ['MIT AND AGPL-3.0-only', true],
    ['(MIT OR Apache-2.0) AND AGPL-3.0-only', true],
    ['AGPL-3.0-only WITH some-exception', true],
    ['AGPL-3.0-only OR AGPL-3.0-or-later', true],
    ['MIT OR AGPL-3.0-only', false],
    ['AGPL-3.0-only OR (MIT AND BSD-2-Clause)', false],
    ['LGPL-3.0-only', false],
    ['GPL-3.0-or-later', false],
    ['AGPL-1.0', false],
    ['MIT AND (', false],
    [`${'('.repeat(200)}MIT${')'.repeat(200)}`, false],
  ];
  const cwd = workspace({});
  const packages = licenses.map(([license], index) => pythonPackage(`p${index}`, '1.0', license));
  putImage(cwd, 'app.tar', [Object.assign({}, debianWith(['zlib1g']), ...packages)]);
  const { of } = judged(cwd, ['app.tar', ...trivyFlags(context)]);
  const names = new Set(of('no-forbidden-licenses').details.map((line) => line.split(':')[0]));
  const forbidden = licenses.flatMap(([, isForbidden], index) => (isForbidden ? [`p${index}`] : []));
  expect([...names].sort()).toEqual(forbidden.sort());
});

describe('the thresholds of .plimsoll.json', () => {
  const flags: string[] = [];
  beforeEach((context) => {
    flags.splice(0, flags.length, ...trivyFlags(context));
  });
  const judgedWith = (policy: object) => {
    const cwd = workspace({ '.plimsoll.json': JSON.stringify({ policy }) });
    putImage(cwd, 'app.tar', [{ ...debianWith(['tar']), ...pythonPackage('a', '1', 'MIT') }]);
    return judged(cwd, ['app.tar', ...flags]);
  };

  test.each<[string, object, readonly string[]]>([
    [
      'severities and how many',
      { fixableSeverities: ['medium'], mostFixable: 1 },
      ['no-fixable-vulnerabilities pass'],
    ],
    ['none may be there', { fixableSeverities: ['medium'] }, ['no-fixable-vulnerabilities fail']],
    ['ids of one’s own', { highProfile: ['cve-2099-10002'] }, ['no-high-profile-vulnerabilities fail']],
    ['licences of one’s own', { forbiddenLicenses: ['MIT'] }, ['no-forbidden-licenses fail']],
    [
      'policies that are off',
      { off: ['non-root-user', 'attestations'] },
      ['non-root-user off', 'attestations off'],
    ],
    ['what is not known passes', { unknown: 'pass' }, ['attestations not known', 'approved-base-image off']],
    ['only one attestation', { attestations: [] }, ['attestations off']],
    ['a base that is not known', { approvedBases: ['x'] }, ['approved-base-image not known']],
  ])('%s', (_, policy, expected) => {
    const { of } = judgedWith(policy);
    for (const one of expected) {
      const id = one.split(' ', 1)[0]!;
      expect(`${id} ${of(id).status}`).toBe(one);
    }
  });
});

test('what is not known fails where the settings say so', (context) => {
  const off = '"off": ["non-root-user", "no-forbidden-licenses"]';
  const cwd = workspace({
    '.plimsoll.json': `{ "policy": { ${off} } }`,
    'strict.json': `{ "policy": { ${off}, "unknown": "fail" } }`,
  });
  putImage(cwd, 'app.tar', [debianWith(['zlib1g'])]);
  const flags = ['app.tar', ...trivyFlags(context)];
  const lenient = judged(cwd, flags);
  expect(lenient.of('attestations').status).toBe('not known');
  expect(lenient.code).toBe(0);
  expect(judged(cwd, [...flags, '--config', 'strict.json']).code).toBe(1);
});

test('trivy.yaml cannot hide from the policies what it hides from a scan', (context) => {
  const cwd = workspace({
    'trivy.yaml':
      'severity: [LOW]\nvulnerability:\n  ignore-unfixed: true\nscan:\n  scanners: [vuln]\npkg:\n  types: [library]\n',
  });
  putImage(cwd, 'app.tar', [debianWith(['bash'])]);
  const { of } = judged(cwd, ['app.tar', ...trivyFlags(context)]);
  expect(of('no-fixable-vulnerabilities').status).toBe('fail');
});

describe('text and Markdown', () => {
  test('what the image says stays text', (context) => {
    const cwd = workspace({});
    const layer = { ...debianWith(['bash']), ...pythonPackage('a<img src=x>|b', '1', 'AGPL-3.0') };
    putLayout(join(cwd, 'image'), { layer, config: { User: 'root' } });
    const flags = ['./image', ...trivyFlags(context)];
    const markdown = plimsoll(['policy', ...flags, '--format', 'markdown'], { cwd }).out;
    expect(markdown).toContain(
      '| The default user is not root (`non-root-user`) | ❌ fail | It starts as root. |',
    );
    expect(markdown).not.toContain('<img');
    const text = plimsoll(['policy', ...flags, '--no-color'], { cwd });
    expect(text.code).toBe(1);
    expect(text.out).toMatch(/^FAIL {6}non-root-user {2}It starts as root\.$/m);
    expect(text.out).toMatch(/the image is refused\n$/);
  });
});

describe('wrong use is told before Trivy is looked for', () => {
  test.each<[string, readonly string[], Record<string, string>, string]>([
    ['no list there', ['--kev', 'none.json'], {}, 'none.json does not exist'],
    ['another list', ['--kev', 'a.json'], { 'a.json': '{"cves":[]}' }, 'is not CISA’s list'],
    ['a severity', ['--severity', 'low'], {}, 'policy looks at every finding'],
    ['no Dockerfile', ['--dockerfile', 'nowhere'], {}, 'nowhere cannot be read'],
    ['an unknown key', [], { '.plimsoll.json': '{"policy":{"users":1}}' }, '"users" is no key of policy'],
    [
      'an unknown policy',
      [],
      { '.plimsoll.json': '{"policy":{"off":["x"]}}' },
      'policy.off[0] must be one of',
    ],
    ['a path out', [], { '.plimsoll.json': '{"policy":{"kev":"../k.json"}}' }, 'policy.kev must be a path'],
  ])('%s', (_, args, files, words) => {
    const cwd = workspace(files);
    const run = plimsoll(['policy', 'x.tar', '--trivy', '/nowhere/trivy', ...args], { cwd });
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain(words);
  });
});

test('the documentation names every policy and every default', () => {
  const page = readFileSync(join(repository, 'docs/policies.md'), 'utf8');
  for (const id of policyIds) expect(page).toContain(`| \`${id}\` |`);
  const listed = [...page.matchAll(/CVE-\d{4}-\d{4,}/g)].map(([id]) => id);
  expect([...new Set(listed)].sort()).toEqual([...defaultHighProfile].sort());
  const example = /```json\n(.*?)```/s.exec(page)?.[1] ?? '';
  const cwd = workspace({ '.plimsoll.json': example });
  // Nothing is wrong with the example but that its list is not there.
  const run = plimsoll(['policy', 'x.tar', '--trivy', '/nowhere/trivy'], { cwd });
  expect(run).toMatchObject({
    code: 2,
    err: expect.stringContaining('security/known_exploited_vulnerabilities.json does not exist'),
  });
});
