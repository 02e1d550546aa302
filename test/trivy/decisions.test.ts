// What is written for a finding, given to the real Trivy: exactly that finding goes.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, type TestContext, test } from 'vitest';
import { type Registry, startRegistry } from '../../scripts/parts/builder.ts';
import { writeTrivyDatabase } from '../../scripts/parts/trivy.ts';
import { addToYamlIgnore } from '../../server/src/decisions/add-to-yaml-ignore.ts';
import type { IgnoreChange, IgnoreDecision } from '../../server/src/decisions/ignore-file.ts';
import { ignoreScope } from '../../server/src/decisions/ignore-scope.ts';
import { addVexStatement, imagePurl, type VexStatement } from '../../server/src/decisions/openvex.ts';
import { addToPlainIgnore, readPlainIgnore } from '../../server/src/decisions/plain-ignore.ts';
import { readYamlIgnore } from '../../server/src/decisions/yaml-ignore.ts';
import { applyEdits } from '../../server/src/engine/index.ts';
import {
  memoryInProcess,
  runTrivy,
  type ScanRequest,
  type TrivyReport,
  type Vulnerability,
} from '../../server/src/trivy/index.ts';
import { findPart, hasParts } from '../part.ts';
import { debianLayer, type Layer, writeImage } from './docker-tar.ts';
import { needPart, temporaryDirectory } from './parts.ts';

const root = temporaryDirectory();
const image = path.join(root, 'app.tar');
const cache = path.join(root, 'cache');
const memory = memoryInProcess();
let registry: Registry | undefined;

/** One vulnerability in two packages of the distribution, one in two copies of a library, and two of one package. */
const entries = [
  ['CVE-2099-50001', 'debian 12', 'bash', '99.0-1'],
  ['CVE-2099-50001', 'debian 12', 'zlib', '9:1'],
  ['CVE-2099-50002', 'debian 12', 'bash', '99.0-1'],
  ['CVE-2099-50003', 'pip::GitHub Security Advisory Pip', 'flask', '99'],
].map(([id, bucket, name, fixed]) => ({
  id,
  bucket,
  package: name,
  fixed,
  ...(bucket!.startsWith('pip') ? { vulnerable: '<99' } : {}),
  severity: 'HIGH',
  title: 'Invented for Plimsoll’s tests',
}));

const flask = (folder: string): Layer => ({
  [`${folder}/site-packages/flask-2.0.0.dist-info/METADATA`]:
    'Metadata-Version: 2.1\nName: Flask\nVersion: 2.0.0\n',
});

beforeAll(async () => {
  if (!hasParts('trivy', 'trivy-db')) return;
  await writeTrivyDatabase(findPart('trivy-db').path!, cache, JSON.stringify(entries));
  const layers = [debianLayer, { ...flask('opt/a'), ...flask('opt/[b]*') }];
  writeImage(image, 'example/app:1', layers, '2026-03-04T05:06:07Z');
  if (!hasParts('docker-registry', 'skopeo')) return;
  registry = await startRegistry(findPart('docker-registry').path!, findPart('skopeo').path!);
  await registry.push(`docker-archive:${image}`, 'team/app:1');
});

afterAll(() => registry?.stop());

async function scan(context: TestContext, more: Partial<ScanRequest> = {}): Promise<TrivyReport> {
  needPart(context, 'trivy-db');
  const request: ScanRequest = {
    program: needPart(context, 'trivy'),
    cacheDirectory: cache,
    memory,
    target: { kind: 'image-file', path: image },
    offline: true,
    showSuppressed: true,
    env: process.env,
    workspaceFolders: [],
    ...more,
  };
  return (await runTrivy(request)).report;
}

const shown = ({ id, package: name, target }: Vulnerability) =>
  name === 'Flask' ? `${id} ${target.split('/site-packages')[0]}` : `${id} ${name}`;
const all = [
  'CVE-2099-50001 bash',
  'CVE-2099-50001 zlib1g',
  'CVE-2099-50002 bash',
  'CVE-2099-50003 opt/[b]*',
  'CVE-2099-50003 opt/a',
];
const without = (...gone: string[]) => all.filter((one) => !gone.includes(one));
const found = (report: TrivyReport) => report.vulnerabilities.map(shown).sort();

/** The finding of the whole scan that a decision is made on. */
async function finding(context: TestContext, name: string): Promise<Vulnerability> {
  const report = await scan(context);
  expect(found(report)).toEqual(all);
  return report.vulnerabilities.find((one) => shown(one) === name)!;
}

function written(text: string, change: IgnoreChange): string {
  if ('refused' in change) throw new Error(change.refused);
  return applyEdits(text, change.edits);
}

function save(name: string, text: string): string {
  const folder = path.join(root, `kept ${name.length}, ${Math.random().toString(36).slice(2)}`);
  mkdirSync(folder);
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

const decision = (id: string, more: Partial<IgnoreDecision> = {}): IgnoreDecision => ({
  id,
  paths: [],
  purls: [],
  statement: 'accepted: only in CI # not a comment',
  expires: '2099-01-01',
  ...more,
});

const existing = `# reviewed monthly
vulnerabilities:
    # the first one
    - id: CVE-2000-0001   # old
      statement: >-
        folded
        text
misconfigurations:
    - id: DS-0002
`;

test.for([
  ['a package of the distribution', 'CVE-2099-50001 bash', ''],
  ['a library, beside a folder whose name is a glob', 'CVE-2099-50003 opt/[b]*', ''],
  ['a library in the other folder', 'CVE-2099-50003 opt/a', existing],
  ['a package of the distribution, added to a file that is there', 'CVE-2099-50001 zlib1g', existing],
] as const)('.trivyignore.yaml for one finding: %s', async ([, name, before], context) => {
  const one = await finding(context, name);
  const scope = ignoreScope({ ...one, path: one.target });
  const text = written(before, addToYamlIgnore(before, decision(one.id, scope)));
  expect(text.startsWith(before.slice(0, before.indexOf('misconfigurations')))).toBe(true);
  expect(readYamlIgnore(text).problems).toEqual([]);
  const ignoreFile = save('.trivyignore.yaml', text);
  const report = await scan(context, { ignoreFile });
  expect(found(report)).toEqual(without(name));
  expect(report.suppressed).toMatchObject([
    {
      status: 'ignored',
      source: '.trivyignore.yaml',
      statement: 'accepted: only in CI # not a comment',
      vulnerability: { id: one.id },
    },
  ]);
});

test('without paths or packages it goes everywhere, in either format; a day that is over counts for nothing', async (context) => {
  const gone = without('CVE-2099-50001 bash', 'CVE-2099-50001 zlib1g');
  for (const [expires, left] of [
    ['2099-01-01', gone],
    ['2020-01-01', all],
  ] as const) {
    const own = decision('CVE-2099-50001', { expires });
    const yaml = save('.trivyignore.yaml', written('', addToYamlIgnore('', own)));
    expect(found(await scan(context, { ignoreFile: yaml }))).toEqual(left);
    const before = '# known\nCVE-2000-0001\n';
    const text = written(before, addToPlainIgnore(before, own));
    expect(text).toBe(`${before}\n# accepted: only in CI # not a comment\nCVE-2099-50001 exp:${expires}\n`);
    expect(found(await scan(context, { ignoreFile: save('.trivyignore', text) }))).toEqual(left);
  }
});

test('a decision made again changes the entry that is there', async (context) => {
  const first = written(
    existing,
    addToYamlIgnore(existing, decision('CVE-2099-50002', { expires: '2020-01-01' })),
  );
  const again = addToYamlIgnore(first, decision('CVE-2099-50002', { statement: 'looked at again' }));
  expect(again).toMatchObject({ did: 'updated' });
  const text = written(first, again);
  expect(text.match(/CVE-2099-50002/g)).toHaveLength(1);
  const ignoreFile = save('.trivyignore.yaml', text);
  const report = await scan(context, { ignoreFile });
  expect(found(report)).toEqual(without('CVE-2099-50002 bash'));
  expect(report.suppressed[0]?.statement).toBe('looked at again');
});

const facts = {
  id: 'urn:uuid:0f2f9f37-55a5-4f6d-a3f8-1b5b4f0c9a11',
  author: 'Test',
  now: '2026-11-21T10:00:00Z',
};

function vex(text: string | undefined, statement: VexStatement, now = facts.now): string {
  const change = addVexStatement(text, statement, { ...facts, now });
  if ('refused' in change) throw new Error(change.refused);
  return change.text;
}

test.for(['CVE-2099-50001 bash', 'CVE-2099-50002 bash'])(
  'OpenVEX for the package, with the image’s name unknown: %s',
  async (name, context) => {
    const one = await finding(context, name);
    const own = { vulnerability: one.id, package: one.purl!, status: 'not_affected' } as const;
    const text = vex(undefined, { ...own, justification: 'vulnerable_code_not_in_execute_path' });
    const file = save('app, all.openvex.json', text);
    const report = await scan(context, { vex: { files: [file] } });
    expect(found(report)).toEqual(without(name));
    expect(report.suppressed).toMatchObject([
      {
        status: 'not_affected',
        source: 'app, all.openvex.json',
        statement: 'vulnerable_code_not_in_execute_path',
      },
    ]);
    // What is affected, or not known yet, stays. A later statement wins.
    const affected = vex(text, { ...own, status: 'affected', note: 'Rebuild it.' });
    const later = '2026-11-21T10:00:00.001Z';
    expect(JSON.parse(affected)).toMatchObject({ version: 2, last_updated: later });
    const after = await scan(context, { vex: { files: [save('b.openvex.json', affected)] } });
    expect(found(after)).toEqual(all);
    // At a time before the others it is still the last word.
    const fixed = vex(affected, { ...own, status: 'fixed' }, '2020-01-01T00:00:00Z');
    const last = await scan(context, { vex: { files: [save('c.openvex.json', fixed)] } });
    expect(found(last)).toEqual(without(name));
  },
);

test('OpenVEX for the package in one image: only there, and only that package', async (context) => {
  needPart(context, 'docker-registry');
  needPart(context, 'skopeo');
  const reference = `${registry!.address}/team/app:1`;
  const target = { kind: 'image', reference, sources: ['remote'] } as const;
  const report = await scan(context, { target });
  const one = report.vulnerabilities.find((each) => shown(each) === 'CVE-2099-50001 zlib1g')!;
  const product = imagePurl(report.image.digests[0]!);
  expect(product).toContain('pkg:oci/app@sha256%3A');
  const statement: VexStatement = {
    vulnerability: one.id,
    package: one.purl!,
    image: product!,
    status: 'not_affected',
    justification: 'component_not_present',
  };
  const files = [save('app.openvex.json', vex(undefined, statement))];
  expect(found(await scan(context, { target, vex: { files } }))).toEqual(without('CVE-2099-50001 zlib1g'));
  expect(found(await scan(context, { vex: { files } }))).toEqual(all);
  const other = { ...statement, image: product!.replace('pkg:oci/app@', 'pkg:oci/other@') };
  const others = [save('other.openvex.json', vex(undefined, other))];
  expect(found(await scan(context, { target, vex: { files: others } }))).toEqual(all);
});

test('statements attached to an image are not asked for offline; a broken document is said to be broken', async (context) => {
  const failure = async (more: Partial<ScanRequest>) =>
    scan(context, more).then(
      () => 'nothing',
      (error: Error) => error.message,
    );
  expect(await failure({ vex: { sources: ['oci'] } })).toContain('not done offline');
  expect(await failure({ offline: false, vex: { sources: ['oci'] } })).toMatch(/has no digest|database/);
  expect(await failure({ vex: { files: [save('a.vex.json', '{"a":1}')] } })).toContain('VEX document');
  expect(await failure({ vex: { files: [path.join(root, 'none.json')] } })).toContain('does not exist');
  expect(found(await scan(context, { vex: { sources: ['repo'] } }))).toEqual(all);
});

/** Whether Trivy stops at the file, or which of two ids it then ignores. */
const syntax: readonly (readonly [name: string, text: string, says: 'file' | 'entry' | 'key' | 'fine'])[] = [
  ['a day', 'vulnerabilities:\n  - id: CVE-2099-50002\n    expired_at: 2099-01-01\n', 'fine'],
  ['a time', 'vulnerabilities:\n  - id: CVE-2099-50002\n    expired_at: 2099-01-01T10:00:00Z\n', 'fine'],
  ['a day in quotes', 'vulnerabilities:\n  - id: CVE-2099-50002\n    expired_at: "2099-01-01"\n', 'file'],
  ['no day', 'vulnerabilities:\n  - id: CVE-2099-50002\n    expired_at: soon\n', 'file'],
  ['paths that are no list', 'vulnerabilities:\n  - id: CVE-2099-50002\n    paths: opt\n', 'file'],
  ['a purl that is none', 'vulnerabilities:\n  - id: CVE-2099-50002\n    purls: [bash]\n', 'file'],
  ['an entry that is a text', 'vulnerabilities:\n  - CVE-2099-50002\n', 'file'],
  ['a key that stands twice', 'vulnerabilities:\n  - id: CVE-2099-50002\n    id: x\n', 'file'],
  ['an unknown key', 'vulnerabilities:\n  - id: CVE-2099-50002\n    reason: none\n', 'key'],
  ['an unknown list', 'vulnerability:\n  - id: CVE-2099-50002\n', 'key'],
  ['an entry without an id', 'vulnerabilities:\n  - paths: [opt]\n', 'entry'],
  ['another case', 'vulnerabilities:\n  - id: cve-2099-50002\n', 'entry'],
  ['no YAML', 'vulnerabilities:\n  - id: [CVE\n', 'file'],
];

test('what is said of a file is what Trivy does with it', async (context) => {
  for (const [name, text, says] of syntax) {
    const problems = readYamlIgnore(text).problems.map(({ of }) => of);
    expect(problems[0] ?? 'fine', name).toBe(says);
    const outcome = await scan(context, { ignoreFile: save('.trivyignore.yaml', text) }).catch(
      (error: Error) => error.message,
    );
    if (says === 'file') expect(outcome, name).toContain('cannot read the .trivyignore.yaml');
    else {
      const ignores = says === 'fine' || name === 'an unknown key';
      expect(found(outcome as TrivyReport), name).toEqual(ignores ? without('CVE-2099-50002 bash') : all);
    }
  }
  const plain = 'CVE-2099-50002 exp:soon\ncve-2099-50001\nCVE-2099-50003 because # exp:2099-01-01\n';
  expect(readPlainIgnore(plain).problems.map(({ of }) => of)).toEqual(['entry', 'entry', 'key']);
  expect(found(await scan(context, { ignoreFile: save('.trivyignore', plain) }))).toEqual(
    without('CVE-2099-50003 opt/a', 'CVE-2099-50003 opt/[b]*'),
  );
});
