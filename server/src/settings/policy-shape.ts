// The `policy` key of `.plimsoll.json`: what an image is asked to fulfil, and its defaults.
import { type ScanSeverity, scanSeverities } from './levels.ts';
import type { Plain, Shape } from './shape.ts';

/** The policies, in the order in which they are judged. */
export const policyIds = [
  'non-root-user',
  'no-fixable-vulnerabilities',
  'no-high-profile-vulnerabilities',
  'no-forbidden-licenses',
  'approved-base-image',
  'supported-base-image',
  'no-secrets',
  'attestations',
] as const;
export type PolicyId = (typeof policyIds)[number];

export const attestationKinds = ['provenance', 'sbom'] as const;
export type AttestationKind = (typeof attestationKinds)[number];

/** What the policies ask. */
export interface PolicySettings {
  /** Policies that are not judged. */
  readonly off: readonly PolicyId[];
  /** Whether a policy that cannot be told is passed or failed. */
  readonly unknown: 'pass' | 'fail';
  readonly fixableSeverities: readonly ScanSeverity[];
  /** How many of those may be there. */
  readonly mostFixable: number;
  readonly highProfile: readonly string[];
  /** Path of CISA's list; relative to the settings file's folder. */
  readonly kev?: string;
  readonly forbiddenLicenses: readonly string[];
  /** Patterns, in which `*` stands for anything; empty: every base image is approved. */
  readonly approvedBases: readonly string[];
  readonly attestations: readonly AttestationKind[];
}

/**
 * Vulnerabilities that were in the news for years and that nobody wants to be asked about: Heartbleed, Shellshock, Log4Shell and
 * its second part, Spring4Shell, the curl SOCKS5 overflow, HTTP/2 Rapid Reset, the back door in xz, regreSSHion, and the
 * four of CUPS.
 */
export const defaultHighProfile: readonly string[] = [
  'CVE-2014-0160',
  'CVE-2014-6271',
  'CVE-2021-44228',
  'CVE-2021-45046',
  'CVE-2022-22965',
  'CVE-2023-38545',
  'CVE-2023-44487',
  'CVE-2024-3094',
  'CVE-2024-6387',
  'CVE-2024-47076',
  'CVE-2024-47175',
  'CVE-2024-47176',
  'CVE-2024-47177',
];

export const defaultPolicy: PolicySettings = {
  off: [],
  unknown: 'pass',
  fixableSeverities: ['critical', 'high'],
  mostFixable: 0,
  highProfile: defaultHighProfile,
  forbiddenLicenses: ['AGPL-3.0'],
  approvedBases: [],
  attestations: attestationKinds,
};

/** @param path the shape of a path inside the settings file's folder */
export function policyShape(path: (description: string) => Shape): Shape {
  const list = (description: string, values?: readonly string[]): Shape => ({
    kind: 'list',
    items: values ? { kind: 'text', values } : { kind: 'text' },
    description,
  });
  return {
    kind: 'object',
    description: 'What `plimsoll policy` and “Check Policies…” ask of an image.',
    keys: {
      off: list('Policies that are not judged.', policyIds),
      unknown: {
        kind: 'text',
        values: ['pass', 'fail'],
        description: 'Whether a policy that cannot be told is passed (the default) or failed.',
      },
      fixableSeverities: list(
        'The severities of `no-fixable-vulnerabilities`: critical and high where nothing is said.',
        scanSeverities,
      ),
      mostFixable: {
        kind: 'integer',
        minimum: 0,
        maximum: 100_000,
        description:
          'How many fixable vulnerabilities of those severities may be there: 0 where nothing is said.',
      },
      highProfile: {
        kind: 'list',
        items: {
          kind: 'text',
          check: {
            wrong: (value) =>
              /^[A-Z][A-Z0-9]*-[\w-]{1,60}$/i.test(value) ? undefined : 'must be an id as CVE-2021-44228',
          },
        },
        description:
          'Ids of vulnerabilities that no image may have, in place of the list in the documentation.',
      },
      kev: path(
        'CISA’s list of exploited vulnerabilities (known_exploited_vulnerabilities.json), relative to this file. It is read, and never downloaded.',
      ),
      forbiddenLicenses: list(
        'SPDX ids of licences that no package may have: AGPL-3.0 where nothing is said. `AGPL-3.0` means `AGPL-3.0-only` and `AGPL-3.0-or-later` too.',
      ),
      approvedBases: list(
        'Base images that may be built on, as in FROM, with `*` for anything: `python:3.*-slim`, `registry.example.com/base/*`. Where nothing is said the policy is not judged.',
      ),
      attestations: list(
        'The attestations that an image must have: both where nothing is said.',
        attestationKinds,
      ),
    },
  };
}

/** The settings of a checked value of the key. */
export function policySettingsOf(value: Plain | undefined): PolicySettings {
  return { ...defaultPolicy, ...(value as Partial<PolicySettings> | undefined) };
}
