// Which tag is a newer one of the same line: cases as data, and properties of the decision.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newerTag, type TagLine } from '../../../server/src/engine/pin/newer-tag.ts';

/** The current tag, the tags that there are, the newer one (`-`: none), how many numbers make a line. */
type Case = readonly [current: string, tags: string, newer: string, lineNumbers?: number];

const patches: readonly Case[] = [
  ['3.12.1', '3.12.0 3.12.1 3.12.2', '3.12.2'],
  ['3.12.1', '3.12.9 3.12.10 3.12.2', '3.12.10'],
  ['3.12.1', '3.12.1 3.12.0', '-'],
  ['3.12.1', '', '-'],
  ['3.12.1', '3.13.0 4.0.0', '-'],
  ['3.12.1', '3.12 3.12.1 3', '-'],
  ['3.12.1', '3.12.2.1', '-'],
  ['3.12.99', '3.12.100', '3.12.100'],
  ['v1.2.3', 'v1.2.4', 'v1.2.4'],
  ['v1.2.3', '1.2.4', '-'],
  ['1.2.3', 'v1.2.4', '-'],
  ['1.2.3', '1.2.4 1.2.5 1.3.0 2.0.0', '1.2.5'],
  ['2024.1.2', '2024.1.3 2024.2.0', '2024.1.3'],
  ['1.2.3.4', '1.2.3.5 1.2.4.0', '1.2.3.5'],
  ['0.0.1', '0.0.2 0.1.0', '0.0.2'],
];

const variants: readonly Case[] = [
  ['3.12.1-slim', '3.12.2 3.12.2-slim 3.12.2-alpine', '3.12.2-slim'],
  ['3.12.1-slim', '3.12.2 3.12.3', '-'],
  ['3.12.1', '3.12.2-slim', '-'],
  ['3.12.1-alpine3.20', '3.12.2-alpine3.20 3.12.3-alpine3.21 3.12.2-alpine', '3.12.2-alpine3.20'],
  ['3.12.1-alpine', '3.12.2-alpine3.20 3.12.2-alpine', '3.12.2-alpine'],
  ['3.12.1-slim-bookworm', '3.12.4-slim-trixie 3.12.3-slim-bookworm', '3.12.3-slim-bookworm'],
  ['20.11.1-bookworm-slim', '20.11.2-slim-bookworm 20.11.2-bookworm-slim', '20.11.2-bookworm-slim'],
  ['8.0.1-fpm-alpine', '8.0.2-alpine 8.0.2-fpm-alpine', '8.0.2-fpm-alpine'],
  [
    '3.9.6-eclipse-temurin-21',
    '3.9.7-eclipse-temurin-17 3.9.8-eclipse-temurin-21',
    '3.9.8-eclipse-temurin-21',
  ],
  ['3.13.1-dev', '3.13.2 3.13.2-dev', '3.13.2-dev'],
  ['3.13.1', '3.13.2-dev', '-'],
  ['1.27.1-alpine-perl', '1.27.2-alpine-perl 1.27.2-alpine', '1.27.2-alpine-perl'],
  ['10.0.1-jammy-chiseled', '10.0.2-jammy-chiseled-extra 10.0.2-jammy-chiseled', '10.0.2-jammy-chiseled'],
  ['3.12.1-windowsservercore', '3.12.2-nanoserver', '-'],
];

const preReleases: readonly Case[] = [
  ['3.12.1', '3.12.2rc1', '-'],
  ['3.12.1', '3.12.2-rc1', '-'],
  ['3.12.1', '3.12.2-beta.1', '-'],
  ['3.12.1-slim', '3.12.2rc1-slim', '-'],
  ['1.2.3', '1.2.4-alpha 1.2.4-SNAPSHOT 1.2.4-nightly 1.2.4-preview.1', '-'],
  ['1.2.3', '1.2.4-M1', '-'],
  ['3.13.0rc1', '3.13.0rc2', '3.13.0rc2'],
  ['3.13.0rc1', '3.13.0b4', '-'],
  ['3.13.0b4', '3.13.0rc1 3.13.0a7', '3.13.0rc1'],
  ['3.13.0a7', '3.13.0b1 3.13.0a6', '3.13.0b1'],
  ['3.13.0rc2', '3.13.0rc3 3.13.0', '3.13.0'],
  ['3.13.0rc2', '3.13.1', '3.13.1'],
  ['3.13.0rc2', '3.13.1rc1', '-'],
  ['3.13.0rc2', '3.14.0rc1 3.14.0', '-'],
  ['3.13.0rc1-slim', '3.13.0rc2 3.13.0rc2-slim', '3.13.0rc2-slim'],
  ['1.0.0-rc.1', '1.0.0-rc.2 1.0.0-rc.10', '1.0.0-rc.10'],
  ['1.0.0-beta', '1.0.0-rc.1', '1.0.0-rc.1'],
  [
    '8.0.0-preview.6-alpine3.18',
    '8.0.0-preview.7-alpine3.18 8.0.0-preview.8-alpine3.19',
    '8.0.0-preview.7-alpine3.18',
  ],
  ['8.0.0-rc.2-alpine3.18', '8.0.0-preview.7-alpine3.18', '-'],
  ['26-ea-jdk', '26-jdk', '26-jdk'],
  ['26-ea-19-jdk', '26-ea-20-jdk 27-ea-1-jdk', '26-ea-20-jdk'],
  ['2.0.0-M1', '2.0.0-M2 2.0.0-RC1', '2.0.0-RC1'],
];

const lines: readonly Case[] = [
  ['3.12', '3.13 3.14', '-', 2],
  ['3.12-slim', '3.13-slim', '-', 2],
  ['20.11', '20.12 21.0 22.1', '20.12', 1],
  ['20.11.1', '20.12.0 20.11.2', '20.12.0', 1],
  ['20.11.1-alpine', '20.12.2-alpine 22.0.0-alpine 20.12.3', '20.12.2-alpine', 1],
  ['20', '22 24', '-', 1],
  ['1.22.1', '1.22.5 1.23.0', '1.22.5', 2],
  ['16.1', '16.4 17.0', '16.4', 1],
  ['16.1-alpine', '16.4 16.3-alpine', '16.3-alpine', 1],
  ['3.19.1', '3.19.4 3.20.1', '3.19.4', 2],
  ['16.1', '16 16.1 16.2', '16.2'],
  ['12.4', '12 12.4 12.5 13.0', '12.5'],
  ['12.4-slim', '12 12.5', '-'],
  ['12.4-slim', '12-slim 12.5-slim', '12.5-slim'],
  ['7.2', '7 7.2 7.4 7.2.1', '-'],
  ['7.2', '7.4', '-'],
  ['10.1', '10 11.1', '-'],
];

const builds: readonly Case[] = [
  ['21.0.2_13-jre', '21.0.3_9-jre 21.0.2_14-jre', '21.0.3_9-jre'],
  ['21.0.2_13-jre', '21.0.2_14-jre', '21.0.2_14-jre'],
  ['21.0.2_13-jre', '21.0.2_12-jre 21.0.2-jre', '-'],
  ['21.0.2_13-jre', '22.0.1_8-jre', '-'],
  ['17_35-jdk', '17_36-jdk', '17_36-jdk'],
  ['16.1.0-debian-11-r20', '16.1.0-debian-11-r21 16.1.0-debian-12-r1', '16.1.0-debian-11-r21'],
  ['16.1.0-debian-11-r20', '16.1.1-debian-11-r0', '16.1.1-debian-11-r0'],
  ['16.1.0-debian-11-r20', '16.1.0-debian-11-r3', '-'],
  ['9.3.20231119', '9.3.20240101 9.4.20240201', '9.3.20240101'],
  ['2023.3.20240304.0', '2023.3.20240312.0 2023.4.20240401.0', '2023.3.20240312.0'],
];

const days: readonly Case[] = [
  ['bookworm-20240311', 'bookworm-20240408 trixie-20240501', 'bookworm-20240408'],
  ['bookworm-20240311-slim', 'bookworm-20240408 bookworm-20240408-slim', 'bookworm-20240408-slim'],
  ['jammy-20240227', 'jammy-20240125', '-'],
  ['20240311', '20240312', '20240312'],
  ['2024-03-11', '2024-03-12 20240313', '2024-03-12'],
  [
    'RELEASE.2024-03-10T02-53-48Z',
    'RELEASE.2024-03-10T02-53-49Z RELEASE.2024-03-10T02-53-50Z.hotfix',
    'RELEASE.2024-03-10T02-53-49Z',
  ],
  ['20249999', '20250101', '-'],
];

const unknown: readonly Case[] = [
  ['latest', '1.2.3 latest', '-'],
  ['slim', '3.12-slim slim', '-'],
  ['lts-alpine', '22-alpine', '-'],
  ['1a2b3c4', '9a2b3c4', '-'],
  ['main-1f3a9c2', 'main-2f3a9c2', '-'],
  ['20', '22', '-'],
  ['12-slim', '13-slim', '-'],
  ['22.04', '22.10 24.04', '-'],
  ['24.04', '24 24.10 24.04.1', '-'],
  ['bookworm', 'trixie', '-'],
  ['', '1.2.3', '-'],
  ['1.2.3.4.5', '1.2.3.4.6', '-'],
  ['3.12.1', '../../3.12.2 3.12.2\n 3.12.2@sha256', '-'],
];

const all = Object.entries({ patches, variants, preReleases, lines, builds, days, unknown });

for (const [kind, cases] of all) {
  describe(kind, () => {
    for (const [current, tags, newer, lineNumbers] of cases) {
      test(`${current} of ${tags}: ${newer}`, () => {
        const line: TagLine = lineNumbers === undefined ? {} : { lineNumbers };
        expect(newerTag(current, tags.split(' '), line) ?? '-').toBe(newer);
      });
    }
  });
}

test('there are many cases', () => {
  expect(all.flatMap(([, cases]) => cases).length).toBeGreaterThanOrEqual(95);
});

describe('properties', () => {
  const number = fc.nat({ max: 40 });
  const variant = fc.constantFrom('', '-slim', '-alpine', '-alpine3.20', 'rc1', '-beta.2', '_3');
  const tag = fc
    .tuple(fc.array(number, { minLength: 1, maxLength: 4 }), variant)
    .map(([numbers, end]) => `${numbers.join('.')}${end}`);

  test('whatever the tags: one of them, the same for every order, and nothing newer than it', () => {
    fc.assert(
      fc.property(
        tag,
        fc.array(fc.oneof(tag, fc.string({ maxLength: 20 })), { maxLength: 30 }),
        (current, tags) => {
          const found = newerTag(current, tags);
          expect(newerTag(current, [...tags].reverse())).toBe(found);
          if (found === undefined) return;
          expect(tags).toContain(found);
          expect(found).not.toBe(current);
          // No way back.
          expect(newerTag(found, [current])).toBeUndefined();
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a hostile list: the time grows with it, not faster', () => {
    const time = (count: number) => {
      const tags = Array.from({ length: count }, (_, i) => `${'1.'.repeat(60)}${i}`.slice(-128));
      const start = performance.now();
      newerTag('1.2.3', tags);
      return performance.now() - start;
    };
    time(20_000);
    expect(time(40_000) / Math.max(time(10_000), 1)).toBeLessThan(40);
  });
});
