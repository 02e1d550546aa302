// `plimsoll compare`: two images side by side, scanned by the real Trivy; what is not known is said and not made up.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeImage } from '../trivy/docker-tar.ts';
import { debianWith, putImage, pythonPackage, trivyFlags } from './real-images.ts';
import { plimsoll, workspace } from './run-cli.ts';

const full = [debianWith(['bash', 'zlib1g', 'tar', 'gzip']), pythonPackage('Flask', '2.0.0')];
const small = [debianWith(['zlib1g', 'perl-base'], { zlib1g: '1:1.3.1-1' }), pythonPackage('Flask', '2.3.3')];

test('what goes, what comes, and what the images are', (context) => {
  const cwd = workspace({});
  const flags = trivyFlags(context);
  putImage(cwd, 'before.tar', full);
  putImage(cwd, 'after.tar', small);
  const args = ['compare', 'before.tar', 'after.tar', ...flags];
  const value = JSON.parse(plimsoll([...args, '--format', 'json'], { cwd }).out);
  expect(value).toMatchObject({
    version: 1,
    before: { user: 'root', shell: 'bash', packages: 5, layers: 2, os: 'debian 12.5' },
    after: { user: 'root', shell: 'none from a package', packages: 3, counts: { critical: 1, high: 2 } },
    vulnerabilities: {
      removed: [
        { id: 'CVE-2099-10001', severity: 'critical', packages: ['bash 5.2.15-2+b2'], fixable: true },
        { id: 'CVE-2099-10002', severity: 'medium' },
        { id: 'CVE-2099-10003', severity: 'low' },
      ],
      added: [{ id: 'CVE-2023-31484', severity: 'high', packages: ['perl-base 5.36.0-7'] }],
      kept: 2,
    },
    packages: {
      removed: [{ name: 'bash' }, { name: 'gzip' }, { name: 'tar' }],
      added: [{ name: 'perl-base', before: '', after: '5.36.0-7' }],
      changed: [
        { name: 'zlib1g', type: 'debian', before: '1:1.2.13.dfsg-1', after: '1:1.3.1-1' },
        { name: 'Flask', type: 'python-pkg', before: '2.0.0', after: '2.3.3' },
      ],
      same: 0,
    },
  });
  // Trivy adds up the layers of the archive.
  expect(value.before.size).toBeGreaterThan(value.after.size);
  const text = plimsoll([...args, '--no-color'], { cwd });
  expect(text.code).toBe(0);
  for (const row of [
    /^Critical +2 +1$/m,
    /^Default user +root +root$/m,
    /^Shell +bash +none from a package$/m,
  ])
    expect(text.out).toMatch(row);
  expect(text.out).toContain('Vulnerabilities removed: 3 (1 critical, 1 medium, 1 low)');
  expect(text.out).toContain('  Flask 2.0.0 → 2.3.3');
  expect(plimsoll([...args, '--fail-on-added', '--quiet'], { cwd }).code).toBe(1);
  const back = ['compare', 'after.tar', 'after.tar', ...flags, '--fail-on-added'];
  expect(plimsoll(back, { cwd }).code).toBe(0);
});

test('Markdown with both columns; hostile titles and names stay text', (context) => {
  const cwd = workspace({});
  const flags = trivyFlags(context);
  putImage(cwd, 'before.tar', [...full, pythonPackage('evil|`<b>x', '1')]);
  putImage(cwd, 'after.tar', small);
  const { out } = plimsoll(['compare', 'before.tar', 'after.tar', ...flags, '--format', 'markdown'], { cwd });
  expect(out).toMatch(/^\| Critical \| 2 \| 1 🟢 \|$/m);
  expect(out).toMatch(/^\| Default user \| root \| root \|$/m);
  // A code span shows what is in it as it is.
  expect(out).toContain('| `` evil∣`<b>x `` | `1` | — |');
  const markup = out.replace(/(`+).*?[^`]\1(?!`)/g, '');
  for (const raw of ['<img', '<b>', '[click](', '\u001b', '\u202e']) expect(markup).not.toContain(raw);
  const cells = out.split('\n').filter((line) => line.startsWith('|'));
  for (const line of cells) expect(line.replaceAll('\\|', '').split('|').length).toBeGreaterThan(4);
});

test('an image in which nothing is recognised: not known, and no guess', (context) => {
  const cwd = workspace({});
  const flags = trivyFlags(context);
  writeImage(
    join(cwd, 'bare.tar'),
    'example/bare:1',
    [{ 'app/server': 'a program' }],
    '2026-03-04T05:06:07Z',
  );
  putImage(cwd, 'before.tar', full);
  const args = ['compare', 'before.tar', 'bare.tar', ...flags, '--no-color'];
  const { out } = plimsoll(args, { cwd });
  for (const what of ['Packages', 'Shell', 'Package manager', 'Distribution'])
    expect(out).toMatch(new RegExp(`^${what} .* not known$`, 'm'));
  expect(JSON.parse(plimsoll([...args, '--format', 'json'], { cwd }).out).after).not.toHaveProperty('shell');
});

describe('wrong use', () => {
  test.each([
    ['one image', ['compare', 'a'], 2, 'missing required argument'],
    ['an unknown format', ['compare', 'a', 'b', '--format', 'sarif'], 2, 'Allowed choices are'],
    ['no Trivy', ['compare', 'a', 'b', '--trivy', '/nowhere/trivy'], 3, '--trivy'],
  ])('%s', (_, args, code, words) => {
    const run = plimsoll(args, { cwd: workspace({}) });
    expect(run).toMatchObject({ code, out: '' });
    expect(run.err).toContain(words);
  });

  test('an image that is not there, and a name that would be an option', (context) => {
    const cwd = workspace({});
    const flags = trivyFlags(context);
    putImage(cwd, 'before.tar', full);
    const missing = plimsoll(['compare', 'before.tar', './none.tar', ...flags], { cwd });
    expect(missing).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('none.tar does not exist'),
    });
    const option = plimsoll(['compare', ...flags, '--', 'before.tar', '--config=x'], { cwd });
    expect(option).toMatchObject({ code: 2, out: '' });
  });
});
