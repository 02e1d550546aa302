// .dockerignore as Docker reads it. test/oracle/dockerignore.test.ts asks BuildKit the same.
import { describe, expect, it } from 'vitest';
import { isIgnored, readIgnoreFile } from '../../server/src/engine/surroundings/dockerignore.ts';
import { ignoreCases } from './dockerignore-cases.ts';

describe('.dockerignore', () => {
  it.each(ignoreCases.map(([text, ignored, sent]) => ({ text, ignored, sent })))(
    '$text',
    ({ text, ignored, sent }) => {
      const patterns = readIgnoreFile(text);
      if (ignored === null) return expect(patterns).toBeUndefined();
      const paths = [...ignored, ...sent];
      expect(paths.filter((path) => isIgnored(patterns!, path))).toEqual(ignored);
    },
  );

  it('reads a path however it is written', () => {
    const patterns = readIgnoreFile('conf/secret')!;
    for (const path of ['conf/secret', './conf/secret', '/conf/secret', 'conf//secret/', 'conf/x/../secret'])
      expect(isIgnored(patterns, path), path).toBe(true);
    expect(isIgnored(readIgnoreFile('**')!, '.')).toBe(false);
  });

  it('does not follow what Docker reads in an odd way', () => {
    for (const text of [
      '\\d*',
      'a[*]',
      '[[:alpha:]]',
      '[z-a]',
      `${'a'.repeat(70_000)}`,
      '?*\n'.repeat(30_000),
    ])
      expect(readIgnoreFile(text), text.slice(0, 20)).toBeUndefined();
  });

  it('takes time that grows with pattern times path', () => {
    const name = `${'a'.repeat(2000)}/${'a'.repeat(2000)}`;
    for (const pattern of ['*a'.repeat(5000), '**/a*'.repeat(3000), '?*'.repeat(1000), '**a'.repeat(3000)]) {
      const patterns = readIgnoreFile(`${pattern}b`)!;
      const start = performance.now();
      expect(isIgnored(patterns, name)).toBe(false);
      expect(performance.now() - start).toBeLessThan(2000);
    }
  });
});
