// What a decision names, OpenVEX documents, why a package is there, and which edit upgrades it.
import { describe, expect, test } from 'vitest';
import { dependencyPaths } from '../../server/src/decisions/dependency-path.ts';
import { nextFixedVersion } from '../../server/src/decisions/fixed-version.ts';
import { ignoreScope } from '../../server/src/decisions/ignore-scope.ts';
import { addVexStatement, imagePurl } from '../../server/src/decisions/openvex.ts';
import { type UpgradedPackage, upgradeOfLine, upgradeOfWord } from '../../server/src/decisions/upgrade.ts';
import { applyEdits } from '../../server/src/engine/index.ts';
import type { InstalledPackage } from '../../server/src/trivy/index.ts';

test('what a narrow entry names', () => {
  const python = { class: 'library', type: 'python-pkg', path: '/opt/a[1]/x.dist-info/METADATA' } as const;
  expect(ignoreScope({ ...python, purl: 'pkg:pypi/x@1' })).toEqual({
    paths: ['opt/a\\[1\\]/x.dist-info/METADATA'],
    purls: [],
  });
  const binary = { class: 'library', type: 'gobinary', path: 'app' } as const;
  const purl = 'pkg:golang/example.com/x@v1.2.3';
  expect(ignoreScope({ ...binary, purl })).toEqual({ paths: ['app'], purls: [purl] });
  const deb = 'pkg:deb/debian/bash@5.2?arch=amd64&distro=debian-12.5';
  expect(ignoreScope({ class: 'os', type: 'debian', path: 'app.tar (debian 12.5)', purl: deb })).toEqual({
    paths: [],
    purls: ['pkg:deb/debian/bash@5.2'],
  });
  expect(ignoreScope({ class: 'other' })).toEqual({ paths: [], purls: [] });
});

describe('OpenVEX', () => {
  const facts = { id: 'urn:uuid:1', author: 'A', now: '2026-11-21T00:00:00Z' };
  const statement = { vulnerability: 'CVE-1', package: 'pkg:pypi/x@1', status: 'fixed' } as const;

  test('a document keeps its form, its tabs and what we do not know', () => {
    const before =
      '{\r\n\t"@context": "https://openvex.dev/ns/v0.2.0",\r\n\t"x": [1,2],\r\n\t"version": 4,\r\n\t"statements": []\r\n}\r\n';
    const change = addVexStatement(before, statement, facts);
    if ('refused' in change) throw new Error(change.refused);
    expect(change.version).toBe(5);
    expect(change.text).toContain('\t"x": [1,2],\r\n');
    expect(change.text.replaceAll('\r\n', '')).not.toContain('\n');
    expect(JSON.parse(change.text)).toMatchObject({ version: 5, statements: [{ status: 'fixed' }] });
  });

  test.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['another standard', '{"bomFormat":"CycloneDX"}'],
    ['statements that are none', '{"@context":"https://openvex.dev/ns","statements":{}}'],
    ['comments, which Trivy does not read', '{"@context":"https://openvex.dev/ns", /* x */ "statements":[]}'],
  ])('left as it is: %s', (_, text) => {
    expect(addVexStatement(text, statement, facts)).toHaveProperty('refused');
  });

  test('a package URL is needed', () => {
    expect(addVexStatement(undefined, { ...statement, package: '' }, facts)).toHaveProperty('refused');
  });

  const hash = `sha256:${'a'.repeat(64)}`;
  test.each([
    ['python', 'python', 'index.docker.io%2Flibrary%2Fpython'],
    ['bitnami/redis', 'redis', 'index.docker.io%2Fbitnami%2Fredis'],
    ['127.0.0.1:5000/team/App', 'app', '127.0.0.1%3A5000%2Fteam%2FApp'],
    ['ghcr.io/x/y', 'y', 'ghcr.io%2Fx%2Fy'],
  ])('the image %s', (repository, name, url) => {
    expect(imagePurl(`${repository}@${hash}`)).toBe(
      `pkg:oci/${name}@sha256%3A${'a'.repeat(64)}?repository_url=${url}`,
    );
  });
});

test('the chains that lead to a package: the shortest of each root, circles and strangers left out', () => {
  const one = (id: string, ...dependsOn: string[]): InstalledPackage => ({
    id,
    name: id,
    version: '1',
    class: 'os',
    type: 'debian',
    target: 'debian 12',
    licenses: [],
    dependsOn,
  });
  const packages = [
    one('app', 'mid', 'leaf'),
    one('tool', 'mid'),
    one('mid', 'leaf', 'loop'),
    one('loop', 'mid'),
    one('leaf'),
    one('alone'),
    { ...one('other', 'leaf'), class: 'library' as const },
  ];
  const paths = (name: string) =>
    dependencyPaths(packages, { name, version: '1' })?.map((path) => path.map((each) => each.name).join(' '));
  expect(paths('leaf')).toEqual(['app leaf', 'tool mid leaf']);
  expect(paths('alone')).toEqual(['alone']);
  expect(paths('loop')).toEqual(['app mid loop', 'tool mid loop']);
  expect(paths('missing')).toBeUndefined();
  expect(dependencyPaths([one('a', 'b'), one('b', 'a')], { name: 'a', version: '1' })).toHaveLength(1);
});

test.each([
  ['2.0.0', '99', '99'],
  ['2.0.0', '1.9.5, 2.0.3, 3.1.0', '2.0.3'],
  ['2.0.0', '2.10.0, 2.9.0', '2.9.0'],
  ['2.0.0-rc1', '2.1.0, 2.0.1', undefined],
  ['2.0.0', '1.0.0, 1.5', undefined],
  ['1:1.2-3', '1:1.2-4', '1:1.2-4'],
  ['1', 'none; rm -rf', undefined],
])('the next version after %s of %s is %s', (installed, fixed, expected) => {
  expect(nextFixedVersion(installed, fixed)).toBe(expected);
});

describe('upgrades', () => {
  const wanted = (name: string, more: Partial<UpgradedPackage> = {}): UpgradedPackage => ({
    name,
    installed: '1.0',
    fixed: '1.2',
    class: 'library',
    ...more,
  });
  const python = { type: 'python-pkg' };
  const node = { type: 'node-pkg' };
  test.each([
    ['bash=1.0', wanted('bash', { class: 'os' }), 'bash=1.2'],
    ['libc6=1:1.0', wanted('libc6', { class: 'os', installed: '1:1.0', fixed: '1:1.2' }), 'libc6=1:1.2'],
    ['bash=2.0', wanted('bash', { class: 'os' }), undefined],
    ['bash', wanted('bash', { class: 'os' }), undefined],
    ['Foo_Bar[x]==1.0', wanted('foo-bar', python), 'Foo_Bar[x]==1.2'],
    ['foo>=1.0', wanted('foo', python), undefined],
    ['@a/b@1.0', wanted('@a/b', node), '@a/b@1.2'],
    ['b@^1.0', wanted('b', node), undefined],
    ['x=1.0', wanted('x', { class: 'os', fixed: '1.2 && curl evil' }), undefined],
    ['a:b:1.0', wanted('a:b', { type: 'jar' }), undefined],
  ])('the word %s', (word, one, expected) => {
    const upgrade = upgradeOfWord(word, 10, one);
    const edits = upgrade && [
      { ...upgrade.edit, start: upgrade.edit.start - 10, end: upgrade.edit.end - 10 },
    ];
    expect(edits && applyEdits(word, edits)).toBe(expected);
  });
  test.each([
    ['requirements.txt', 'foo==1.0', wanted('foo', python), 'foo==1.2'],
    [
      'requirements-dev.txt',
      ' Foo[a,b] == 1.0 ; python_version > "3" # x',
      wanted('foo', python),
      ' Foo[a,b] == 1.2 ; python_version > "3" # x',
    ],
    ['requirements.txt', 'foo==1.0 --hash=sha256:aa', wanted('foo', python), undefined],
    ['requirements.txt', 'foo==1.0 \\', wanted('foo', python), undefined],
    ['requirements.txt', 'foo>=1.0', wanted('foo', python), undefined],
    ['requirements.txt', 'foo==1.0.post1', wanted('foo', python), undefined],
    ['package.json', '    "b": "^1.0",', wanted('b', node), '    "b": "^1.2",'],
    ['package.json', '    "b": "1.0"', wanted('b', node), '    "b": "1.2"'],
    ['package.json', '    "b": "workspace:*"', wanted('b', node), undefined],
    ['package.json', '    "b": ">=1 <2"', wanted('b', node), undefined],
    [
      'go.mod',
      '\texample.com/x v1.0 // indirect',
      wanted('example.com/x', { installed: 'v1.0' }),
      '\texample.com/x v1.2 // indirect',
    ],
    ['go.mod', 'require example.com/x v1.1', wanted('example.com/x'), undefined],
    ['pom.xml', '<version>1.0</version>', wanted('a:b'), undefined],
  ])('%s: %s', (file, line, one, expected) => {
    const text = `first\r\n${line}\r\nlast`;
    const upgrade = upgradeOfLine(file, text, 1, one);
    expect(upgrade && applyEdits(text, [upgrade.edit])).toBe(expected && `first\r\n${expected}\r\nlast`);
  });
});
