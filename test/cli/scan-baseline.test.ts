// The baseline of an image scan: only what is new fails, and what was accepted stays known when the image changes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { debianWith, putImage, pythonPackage, trivyFlags } from './real-images.ts';
import { plimsoll, workspace } from './run-cli.ts';

const before = [debianWith(['bash', 'zlib1g']), pythonPackage('Flask', '2.0.0')];

test('what was accepted stays known through other versions, layers and names; what is new fails', (context) => {
  const cwd = workspace({});
  const flags = [...trivyFlags(context), '--baseline', 'known.json'];
  putImage(cwd, 'one.tar', before);
  const written = plimsoll(['scan', 'image', 'one.tar', ...flags, '--write-baseline'], { cwd });
  expect(written).toMatchObject({ code: 0, err: expect.stringContaining('it holds 3 findings') });

  expect(plimsoll(['scan', 'image', 'one.tar', ...flags, '--fail-on', 'unknown'], { cwd }).code).toBe(0);

  // Upgraded, all in one layer, for another Python, in a file of another name: and still vulnerable.
  const upgraded = {
    ...debianWith(['bash', 'zlib1g'], { bash: '5.2.37-1', zlib1g: '1:1.3.1-1' }),
    ...pythonPackage('Flask', '2.3.3', undefined, '3.13'),
  };
  putImage(cwd, 'two.tar', [upgraded]);
  const two = plimsoll(['scan', 'image', 'two.tar', ...flags, '--fail-on', 'unknown'], { cwd });
  expect(two).toMatchObject({
    code: 0,
    out: expect.stringContaining('Nothing new since the baseline, 3 known'),
  });

  // perl's is high: it fails from high on and not from critical on.
  putImage(cwd, 'three.tar', [debianWith(['bash', 'perl-base'])]);
  const three = ['scan', 'image', 'three.tar', ...flags];
  expect(plimsoll([...three, '--fail-on', 'critical'], { cwd }).code).toBe(0);
  const high = plimsoll([...three, '--fail-on', 'high', '--no-color'], { cwd });
  expect(high.code).toBe(1);
  expect(high.out).toContain('CVE-2023-31484');
  expect(high.out).not.toContain('CVE-2099-10001');
  expect(high.out).toContain('New since the baseline: 1, 1 known, 2 entries fixed or gone.');
  const json = JSON.parse(plimsoll([...three, '--format', 'json'], { cwd }).out);
  expect(json.baseline).toEqual({
    new: ['vulnerability CVE-2023-31484 perl-base os'],
    known: ['vulnerability CVE-2099-10001 bash os'],
    gone: [
      'vulnerability CVE-2023-45853 zlib1g os',
      'vulnerability CVE-2099-20001 Flask usr/local/lib/python*/site-packages/flask-*.dist-info/METADATA',
    ],
  });
});

test('the same finding once more in another place is new', (context) => {
  const cwd = workspace({});
  const flags = [...trivyFlags(context), '--baseline', 'known.json'];
  putImage(cwd, 'one.tar', before);
  plimsoll(['scan', 'image', 'one.tar', ...flags, '--write-baseline'], { cwd });
  const again = {
    'opt/tool/flask-2.0.0.dist-info/METADATA': 'Metadata-Version: 2.1\nName: Flask\nVersion: 2.0.0\n',
  };
  putImage(cwd, 'two.tar', [...before, again]);
  const run = plimsoll(['scan', 'image', 'two.tar', ...flags, '--fail-on', 'high', '--format', 'json'], {
    cwd,
  });
  expect(run.code).toBe(1);
  expect(JSON.parse(run.out).baseline.new).toEqual([
    'vulnerability CVE-2099-20001 Flask opt/tool/flask-*.dist-info/METADATA',
  ]);
});

test('a baseline can be read in a review, and is the same for the same image', (context) => {
  const cwd = workspace({});
  const flags = [...trivyFlags(context), '--write-baseline', '--quiet'];
  putImage(cwd, 'one.tar', before);
  for (const name of ['a.json', 'b.json'])
    plimsoll(['scan', 'image', 'one.tar', ...flags, '--baseline', name], { cwd });
  const [one, other] = ['a.json', 'b.json'].map((name) => readFileSync(join(cwd, name), 'utf8'));
  expect(one).toBe(other);
  expect(JSON.parse(one!).findings).toContain('vulnerability CVE-2099-10001 bash os');
});

describe('a baseline that cannot be used is refused before Trivy is looked for', () => {
  test.each([
    ['none there', undefined, 'does not exist or cannot be read: write it with --write-baseline'],
    ['no JSON', '{', 'is no valid JSON'],
    ['that of check', '{"version":1,"findings":{}}', 'is no baseline of a scan'],
    ['of another version', '{"version":2,"scan":"image","findings":[]}', 'is no baseline of version 1'],
    ['with what is no finding', '{"version":1,"scan":"image","findings":[1]}', 'holds what is no finding'],
  ])('%s', (_, content, words) => {
    const cwd = workspace({});
    if (content !== undefined) writeFileSync(join(cwd, 'known.json'), content);
    const args = ['scan', 'image', 'x.tar', '--trivy', '/nowhere/trivy', '--baseline', 'known.json'];
    const run = plimsoll(args, { cwd });
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain(words);
  });

  test('--write-baseline without a file', () => {
    const run = plimsoll(['scan', 'image', 'x.tar', '--write-baseline'], { cwd: workspace({}) });
    expect(run).toMatchObject({
      code: 2,
      err: expect.stringContaining('--write-baseline needs --baseline FILE'),
    });
  });
});
