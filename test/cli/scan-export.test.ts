// What a scan of an image is written as: SARIF on the Dockerfile's lines, Markdown, JSON, bills of materials.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { HistoryLine } from '../trivy/docker-tar.ts';
import { debianWith, putImage, pythonPackage, trivyFlags } from './real-images.ts';
import { plimsoll, workspace } from './run-cli.ts';
import { sarifErrors } from './sarif-schema.ts';

const made = (created_by: string, empty = false): HistoryLine => ({
  created_by,
  comment: 'buildkit.dockerfile.v0',
  ...(empty ? { empty_layer: true as const } : {}),
});
const history = [
  { created_by: '# debian.sh', comment: 'debuerreotype' },
  made('RUN /bin/sh -c apt-get install -y perl-base tar # buildkit'),
  made('COPY site /usr/local/lib/python3.12/site-packages # buildkit'),
  made('USER 65532', true),
];
const dockerfile =
  'FROM debian:12\nRUN apt-get install -y perl-base tar\nCOPY site /usr/local/lib/python3.12/site-packages\nUSER 65532\n';
const layers = [
  debianWith(['bash', 'gzip']),
  { 'var/lib/dpkg/status': debianWith(['bash', 'gzip', 'perl-base', 'tar'])['var/lib/dpkg/status']! },
  {
    ...pythonPackage('Flask', '2.0.0'),
    'srv/a b/#deploy.env': `aws_access_key_id=AKIA${'QZ7XMPLE5TRW2KLD'}\n`,
  },
];

interface Result {
  ruleId: string;
  level: string;
  message: { text: string };
  baselineState?: string;
  partialFingerprints: Record<string, string>;
  suppressions: object[];
  locations: {
    physicalLocation: {
      artifactLocation: { uri: string; uriBaseId?: string };
      region: { startLine: number; startColumn?: number; endColumn?: number };
    };
    logicalLocations: { fullyQualifiedName: string }[];
  }[];
}

function sarif(cwd: string, args: readonly string[]): { results: Result[]; run: Record<string, unknown> } {
  const { out } = plimsoll(['scan', 'image', 'app.tar', '--format', 'sarif', ...args], { cwd });
  const log = JSON.parse(out);
  expect(sarifErrors(log)).toEqual([]);
  return { results: log.runs[0].results, run: log.runs[0] };
}

describe('SARIF', () => {
  test('on the lines of the Dockerfile that brought each', (context) => {
    const cwd = workspace({ '.git/HEAD': '', 'my app/Dockerfile': dockerfile });
    putImage(cwd, 'app.tar', layers, history);
    const flags = [...trivyFlags(context), '--dockerfile', 'my app/Dockerfile'];
    const { results } = sarif(cwd, flags);
    const placed = results.map(({ ruleId, locations, message }) => {
      const { artifactLocation, region } = locations[0]!.physicalLocation;
      expect(artifactLocation).toEqual({ uri: 'my%20app/Dockerfile', uriBaseId: 'SRCROOT' });
      return `${ruleId} ${region.startLine}:${region.startColumn}-${region.endColumn} ${/From: (.*)\.$/.exec(message.text)?.[1]}`;
    });
    expect(placed).toEqual([
      'CVE-2099-10001 1:1-15 base image (line 1)',
      'CVE-2099-20001 3:1-50 line 3',
      'CVE-2023-31484 2:24-33 line 2',
      'CVE-2099-10002 2:34-37 line 2',
      'CVE-2099-10003 1:1-15 base image (line 1)',
    ]);
    expect(results.map(({ level }) => level)).toEqual(['error', 'error', 'error', 'warning', 'note']);
    expect(new Set(results.map((one) => Object.values(one.partialFingerprints)[0])).size).toBe(5);
  });

  test('without a Dockerfile on the image: the file inside, with its line', (context) => {
    const cwd = workspace({ 'trivy.yaml': 'scan:\n  scanners: [vuln, secret]\n' });
    putImage(cwd, 'app.tar', layers, history);
    const { results } = sarif(cwd, trivyFlags(context));
    const secret = results.find(({ ruleId }) => ruleId === 'aws-access-key-id')!.locations[0]!;
    expect(secret.physicalLocation).toEqual({
      artifactLocation: { uri: 'srv/a%20b/%23deploy.env', uriBaseId: 'IMAGEROOT' },
      region: { startLine: 1, endLine: 1 },
    });
    const bash = results.find(({ ruleId }) => ruleId === 'CVE-2099-10001')!.locations[0]!;
    expect(bash.logicalLocations[0]!.fullyQualifiedName).toMatch(/: bash@5\.2\.15-2\+b2$/);
  });

  test('what the baseline holds is suppressed, the rest is new', (context) => {
    const cwd = workspace({});
    const flags = [...trivyFlags(context), '--baseline', 'known.json'];
    putImage(cwd, 'app.tar', [layers[0]!]);
    plimsoll(['scan', 'image', 'app.tar', ...flags, '--write-baseline'], { cwd });
    putImage(cwd, 'app.tar', layers, history);
    const states = sarif(cwd, flags).results.map(
      ({ ruleId, baselineState, suppressions }) => `${ruleId} ${baselineState} ${suppressions.length}`,
    );
    expect(states).toContain('CVE-2099-10001 unchanged 1');
    expect(states).toContain('CVE-2023-31484 new 0');
  });

  test('what an ignore file took out is suppressed with its reason', (context) => {
    const cwd = workspace({
      '.trivyignore.yaml':
        'vulnerabilities:\n  - id: CVE-2099-10001\n    statement: no shell script is run\n',
    });
    putImage(cwd, 'app.tar', layers, history);
    const { results } = sarif(cwd, [...trivyFlags(context), '--show-suppressed']);
    const all = results.filter(({ suppressions }) => suppressions.length > 0);
    expect(all.map(({ ruleId }) => ruleId)).toEqual(['CVE-2099-10001']);
    expect(all[0]!.suppressions).toMatchObject([
      {
        kind: 'external',
        status: 'accepted',
        justification: expect.stringContaining('no shell script is run'),
      },
    ]);
  });

  test('severities as code scanning ranks them', (context) => {
    const cwd = workspace({});
    putImage(cwd, 'app.tar', layers, history);
    const { run } = sarif(cwd, trivyFlags(context));
    const { rules } = (run['tool'] as { driver: { rules: { id: string; properties: object }[] } }).driver;
    const of = (id: string) => rules.find((rule) => rule.id === id)!.properties;
    expect(of('CVE-2099-10001')).toMatchObject({ 'security-severity': '9.1' });
    const hostile = rules.find(({ id }) => id === 'CVE-2099-10003') as unknown as {
      help: { markdown: string };
    };
    for (const raw of ['<img', '[click](', '`tick`']) expect(hostile.help.markdown).not.toContain(raw);
    // Medium without a score.
    expect(of('CVE-2099-10002')).toMatchObject({ 'security-severity': '5.5' });
  });
});

test('Markdown for a pull request: counts, new and fixed, top fixes; hostile titles stay text', (context) => {
  const cwd = workspace({ Dockerfile: dockerfile });
  const flags = [...trivyFlags(context), '--baseline', 'known.json'];
  putImage(cwd, 'app.tar', [debianWith(['bash', 'zlib1g'])]);
  plimsoll(['scan', 'image', 'app.tar', ...flags, '--write-baseline'], { cwd });
  putImage(cwd, 'app.tar', layers, history);
  const args = ['scan', 'image', 'app.tar', ...flags, '--format', 'markdown', '--dockerfile', 'Dockerfile'];
  const { out } = plimsoll(args, { cwd });
  expect(out).toContain('Since the baseline: **4 new**, 1 fixed or gone, 1 known.');
  expect(out).toContain('| critical | 1 | 0 |');
  expect(out).toContain('| `bash` | `5.2.15-2+b2` | `99.0-1` | 1 | critical |');
  expect(out).toContain('2 of 5 findings came with the base image.');
  expect(out).toMatch(/\| high \| `perl-base` \| .* \| line 2 \|/);
  for (const raw of ['<img', '[click](', '\u001b', '\u202e', 'http://', '`tick`'])
    expect(out).not.toContain(raw);
});

test('a bill of materials by Trivy itself: every package, and no database is needed', (context) => {
  const cwd = workspace({});
  const [trivy = '', program = ''] = trivyFlags(context);
  putImage(cwd, 'app.tar', layers, history);
  const flags = [trivy, program, '--offline', '--cache-dir', join(cwd, 'empty')];
  const written = (format: string) => {
    const run = plimsoll(['scan', 'image', 'app.tar', ...flags, '--format', format], { cwd });
    expect(run).toMatchObject({ code: 0, err: '' });
    return JSON.parse(run.out);
  };
  const names = ({ name }: { name: string }) => name;
  const wanted = ['Flask', 'bash', 'gzip', 'perl-base', 'tar'];
  const cyclonedx = written('cyclonedx');
  expect(cyclonedx.bomFormat).toBe('CycloneDX');
  expect(cyclonedx.components.map(names)).toEqual(expect.arrayContaining(wanted));
  const spdx = written('spdx-json');
  expect(spdx.spdxVersion).toMatch(/^SPDX-2\.\d$/);
  expect(spdx.packages.map(names)).toEqual(expect.arrayContaining(wanted));
});

test('--output writes the file and prints nothing; a folder that is not there is told', (context) => {
  const cwd = workspace({});
  const flags = trivyFlags(context);
  putImage(cwd, 'app.tar', layers, history);
  const run = plimsoll(['scan', 'image', 'app.tar', ...flags, '--format', 'sarif', '--output', 'a.sarif'], {
    cwd,
  });
  expect(run.out).toBe('');
  expect(JSON.parse(readFileSync(join(cwd, 'a.sarif'), 'utf8')).version).toBe('2.1.0');
  const bad = plimsoll(['scan', 'image', 'app.tar', ...flags, '--output', 'no/where.txt'], { cwd });
  expect(bad).toMatchObject({ code: 2, err: expect.stringContaining('no/where.txt cannot be written') });
  expect(existsSync(join(cwd, 'no'))).toBe(false);
});
