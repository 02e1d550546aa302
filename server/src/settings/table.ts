// Every setting in one table: types, validation, package.json's settings block and docs/settings.md come from it.
import { profiles, ruleLevels, scanSeverities } from './levels.ts';
import type { SettingRow } from './rows.ts';

export const settingsTable = [
  {
    key: 'enable',
    type: 'boolean',
    default: true,
    scope: 'resource',
    description: 'Show findings in Dockerfiles, Compose files and `daemon.json`.',
  },
  {
    key: 'profile',
    type: 'choice',
    default: 'recommended',
    values: profiles,
    valueDescriptions: [
      'What is true and matters: everything that fails or discloses, and weaknesses of this file.',
      'Adds what concerns nearly every file: digests, hashes, labels, limits.',
      'The controls of sections 4 and 5 of the CIS Docker Benchmark.',
      'What must change to move to hardened, shell-less images.',
    ],
    scope: 'resource',
    description: 'The set of rules that is on. A `.plimsoll.json` file has precedence over this setting.',
  },
  {
    key: 'rules',
    type: 'rules',
    default: {},
    scope: 'resource',
    description:
      'The severity of single rules, by id, or `off`: `{ "root-user": "error", "unpinned-base-image": "off" }`; with options as an object: `{ "unapproved-registry": { "severity": "warning", "allow": ["registry.example.com"] } }`. A `.plimsoll.json` file has precedence over this setting.',
  },
  {
    key: 'editingFeatures',
    type: 'choice',
    default: 'auto',
    values: ['auto', 'on', 'off'],
    valueDescriptions: [
      'Leave to other extensions what they already serve.',
      'Always serve completion, hover, formatting, symbols, links and the like.',
      'Serve none of them; findings, fixes and scans stay.',
    ],
    scope: 'window',
    description:
      'Whether Plimsoll serves the editing features for Dockerfiles (completion, hover, formatting, outline, links, rename).',
  },
  {
    key: 'codeLens.enable',
    type: 'boolean',
    default: true,
    scope: 'window',
    description: 'Show the “Scan …” lenses above `FROM` and at the top of a Dockerfile.',
  },
  {
    key: 'inlineSummary.enable',
    type: 'boolean',
    default: true,
    scope: 'window',
    description: 'Show the counts of a scan as text at the end of the line that was scanned.',
  },
  {
    key: 'gutterMarks.enable',
    type: 'boolean',
    default: true,
    scope: 'window',
    description: 'Mark the lines that findings of an image scan stand on, beside the line number.',
  },
  {
    key: 'scan.diagnosticSeverity',
    type: 'levels',
    default: { critical: 'error', high: 'warning', medium: 'information', low: 'hint', unknown: 'hint' },
    keys: scanSeverities,
    keyDescriptions: ['Critical', 'High', 'Medium', 'Low', 'Not rated yet'],
    values: ruleLevels,
    scope: 'resource',
    description:
      'How severe a finding of a scan is in the Problems view. What is an error or a warning is listed one by one on its line; of the rest only the counts are. `off` keeps it out of the Problems view.',
  },
  {
    key: 'trivy.path',
    type: 'string',
    default: '',
    scope: 'machine',
    restricted: true,
    description:
      'Absolute path of the Trivy executable. Empty: it is looked for on `PATH` and in the usual places of package managers. A workspace cannot set this.',
  },
  {
    key: 'trivy.sha256',
    type: 'string',
    default: '',
    scope: 'machine',
    restricted: true,
    description:
      'SHA-256 of the Trivy executable (64 hexadecimal digits). Trivy is run only while its bytes have this sum, which is checked before every start. Empty: its version is read from the file before it is first run. A workspace cannot set this.',
  },
  {
    key: 'trivy.containerImage',
    type: 'string',
    default: '',
    scope: 'machine',
    restricted: true,
    description:
      'An image of Trivy with its digest (`aquasec/trivy@sha256:…`) that is run as a container by Docker or Podman where no Trivy is installed. You are asked first, in each session. Empty: no container is run. A workspace cannot set this.',
  },
  {
    key: 'trivy.server',
    type: 'string',
    default: '',
    scope: 'machine',
    restricted: true,
    description:
      'Address of a Trivy server (`http://` or `https://`) that keeps the database for you. Empty: the local database is used. A workspace cannot set this.',
  },
  {
    key: 'trivy.tokenHeader',
    type: 'string',
    default: '',
    scope: 'machine',
    restricted: true,
    description:
      'The header in which a Trivy server wants its token. Empty: `Trivy-Token`. The token itself is no setting: run “Plimsoll: Set Trivy Server Token”. A workspace cannot set this.',
  },
  {
    key: 'trivy.cacheBackend',
    type: 'string',
    default: '',
    scope: 'machine',
    restricted: true,
    description:
      'Where Trivy keeps what it read of image layers: `fs`, `memory`, or a Redis as `redis://host:6379`. Empty: a folder on this machine, or what `TRIVY_CACHE_BACKEND` in the environment says (the place for an address with a password). Not used with a Trivy server, which has its own. A workspace cannot set this.',
  },
  {
    key: 'trivy.severity',
    type: 'list',
    default: scanSeverities,
    values: scanSeverities,
    valueDescriptions: ['Critical', 'High', 'Medium', 'Low', 'Not rated yet'],
    scope: 'resource',
    description: 'The severities that a scan reports.',
  },
  {
    key: 'trivy.ignoreUnfixed',
    type: 'boolean',
    default: false,
    scope: 'resource',
    description: 'Leave out vulnerabilities that have no fixed version yet.',
  },
  {
    key: 'trivy.scanners',
    type: 'list',
    default: ['vuln'],
    values: ['vuln', 'secret', 'misconfig', 'license'],
    valueDescriptions: [
      'Known vulnerabilities in packages',
      'Secrets in the files of the image',
      'Misconfigurations in the files of the image',
      'Licences of packages',
    ],
    scope: 'resource',
    description: 'What a scan of an image looks for.',
  },
  {
    key: 'trivy.vex',
    type: 'list',
    default: [],
    values: ['repo', 'oci'],
    valueDescriptions: [
      'The VEX repositories that Trivy is set up with; it downloads them.',
      'The statements attached to the image in its registry.',
    ],
    scope: 'machine',
    restricted: true,
    description:
      'Where else than in the project statements on vulnerabilities are taken from (VEX). The documents of the project (`*.openvex.json` and `*.vex.json`, beside the Dockerfile, at the root, or in their `.vex` folder) always count. Both of these contact the network. A workspace cannot set this.',
  },
  {
    key: 'trivy.timeout',
    type: 'integer',
    default: 300,
    minimum: 5,
    maximum: 7200,
    scope: 'resource',
    description: 'How long one scan may take, in seconds. After that it is stopped.',
  },
  {
    key: 'trivy.offline',
    type: 'boolean',
    default: false,
    scope: 'window',
    description: 'Do not update the vulnerability database before a scan; use the one that is there.',
  },
  {
    key: 'scanOnSave',
    type: 'boolean',
    default: false,
    scope: 'machine',
    restricted: true,
    description:
      'Run Trivy’s checks on a Dockerfile each time it is saved. Images are not scanned by saving. A workspace cannot set this.',
  },
  {
    key: 'registry.checkDigests',
    type: 'boolean',
    default: false,
    scope: 'machine',
    restricted: true,
    description:
      'Ask registries for the digests of pinned base images when a file is opened or saved, at most once a day for each, so that `stale-base-digest` knows of newer builds. No credential helper is run for it. Off: a registry is asked only when you choose an action or a command that says so. A workspace cannot set this.',
  },
  {
    key: 'trace.server',
    type: 'choice',
    default: 'off',
    values: ['off', 'messages', 'verbose'],
    valueDescriptions: ['Nothing.', 'The messages.', 'The messages and what they carry.'],
    scope: 'window',
    description: 'Write the traffic between VS Code and the language server to the output channel.',
  },
] as const satisfies readonly SettingRow[];
