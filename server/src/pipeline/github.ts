// The workflow for GitHub Actions.
import { type Phase, type PipelineChoices, trivyVersion } from './choices.ts';
import type { NamedBuild } from './images.ts';
import { pinnedActions } from './pinned-actions.ts';
import { buildAndPush, buildToFile, digestAge, scanImage } from './scripts.ts';
import { block, indented, item, quoted } from './yaml-text.ts';

export const githubPath = '.github/workflows/plimsoll.yml';

const expression = (inside: string) => `\${{ ${inside} }}`;

/** `uses:` at the commit of its tag; `path` for an action that lies in a folder of its repository. */
function uses(action: keyof typeof pinnedActions, path = ''): string {
  const { tag, commit } = pinnedActions[action];
  return `uses: ${action}${path}@${commit} # ${tag}`;
}

const checkout = [uses('actions/checkout'), 'with:', '  persist-credentials: false'];

/** Outside the checked out files: a `.npmrc` among them could name another registry. */
const installPlimsoll = [
  'name: Install Plimsoll',
  `working-directory: ${expression('runner.temp')}`,
  'run: npm install --global --ignore-scripts "plimsoll@$PLIMSOLL_VERSION"',
];

const setUp = [
  checkout,
  [uses('actions/setup-node'), 'with:', "  node-version: '24'", '  package-manager-cache: false'],
  installPlimsoll,
];

/** It comes before the checkout: to fetch its script it writes and removes a folder `trivy` in the workspace. */
const setUpTrivy = [uses('aquasecurity/setup-trivy'), 'with:', `  version: v${trivyVersion}`];

/** The token of a pull request from a fork, and of Dependabot, must not write. */
const mayUpload =
  "!cancelled() && github.actor != 'dependabot[bot]' && (github.event_name != 'pull_request' || " +
  'github.event.pull_request.head.repo.full_name == github.repository)';

const uploadSarif = (file: string, category: string) => [
  'name: Show the findings under “Security”',
  `if: ${expression(mayUpload)}`,
  '# A private repository without code scanning refuses it; the report is among the artifacts too.',
  'continue-on-error: true',
  uses('github/codeql-action', '/upload-sarif'),
  'with:',
  `  sarif_file: ${file}`,
  `  category: ${category}`,
];

const uploadReports = (name: string) => [
  'name: Keep the reports',
  `if: ${expression('!cancelled()')}`,
  uses('actions/upload-artifact'),
  'with:',
  `  name: ${name}`,
  '  path: plimsoll-reports/',
  '  if-no-files-found: ignore',
];

interface Job {
  readonly id: string;
  readonly name: string;
  readonly minutes: number;
  readonly permissions: readonly string[];
  readonly more?: readonly string[];
  readonly steps: readonly (readonly string[])[];
}

function job({ id, name, minutes, permissions, more = [], steps }: Job): string[] {
  return [
    `${id}:`,
    `  name: ${name}`,
    ...indented(more, 2),
    '  runs-on: ubuntu-24.04',
    `  timeout-minutes: ${minutes}`,
    '  permissions:',
    ...indented(permissions, 4),
    '  steps:',
    ...steps.flatMap((step) => indented(item(step), 4)),
  ];
}

/** Reading code, and writing findings; `actions: read` is what private repositories want for it. */
const reporting = ['actions: read', 'contents: read', 'security-events: write'];

function checkJob(phases: ReadonlySet<Phase>): string[] {
  const failOn = phases.has('fail-on-new') ? 'error' : 'never';
  return job({
    id: 'check',
    name: 'Check files',
    minutes: 10,
    permissions: reporting,
    steps: [
      ...setUp,
      [
        'name: Check Dockerfiles, Compose files and daemon.json',
        ...block('run', [
          'mkdir -p plimsoll-reports',
          `plimsoll check . --format sarif --output plimsoll-reports/check.sarif --fail-on ${failOn}`,
        ]),
      ],
      uploadSarif('plimsoll-reports/check.sarif', 'plimsoll-check'),
      uploadReports('plimsoll-check'),
    ],
  });
}

function packagesJob(): string[] {
  return job({
    id: 'packages',
    name: 'Scan packages',
    minutes: 20,
    permissions: ['contents: read'],
    steps: [
      setUpTrivy,
      ...setUp,
      [
        'name: Scan the packages that lock files name',
        '# There is no baseline of it, so it tells and does not fail.',
        ...block('run', [
          'mkdir -p plimsoll-reports',
          'plimsoll scan fs . --fail-on never --output plimsoll-reports/packages.txt',
          '# The mark in front keeps a line from being a command to the runner.',
          "sed 's/^/| /' plimsoll-reports/packages.txt",
        ]),
      ],
      uploadReports('plimsoll-packages'),
    ],
  });
}

function digestsJob(phases: ReadonlySet<Phase>): string[] {
  return job({
    id: 'digests',
    name: 'Age of base image digests',
    minutes: 10,
    permissions: ['contents: read'],
    steps: [
      ...setUp,
      [
        'name: Ask the registries what the tags name now',
        ...block(
          'run',
          digestAge(phases, (message) => `echo "::warning::${message}"`),
        ),
      ],
    ],
  });
}

/** One entry for each image; the values reach scripts as variables of the environment. */
function matrix(images: readonly NamedBuild[]): string[] {
  return [
    'strategy:',
    '  fail-fast: false',
    '  matrix:',
    '    include:',
    ...images.flatMap(({ image, dockerfile, context, target }) =>
      indented(
        item([
          `image: ${image}`,
          `dockerfile: ${quoted(dockerfile)}`,
          `context: ${quoted(context)}`,
          ...(target === undefined ? [] : [`target: ${quoted(target)}`]),
        ]),
        6,
      ),
    ),
    'env:',
    `  IMAGE: ${expression('matrix.image')}`,
    `  DOCKERFILE: ${expression('matrix.dockerfile')}`,
    `  CONTEXT: ${expression('matrix.context')}`,
    ...(images.some(({ target }) => target !== undefined)
      ? [`  TARGET: ${expression('matrix.target')}`]
      : []),
  ];
}

function imagesJob(images: readonly NamedBuild[], phases: ReadonlySet<Phase>): string[] {
  const file = '$RUNNER_TEMP/image.tar';
  return job({
    id: 'images',
    name: `Image ${expression('matrix.image')}`,
    minutes: 60,
    permissions: reporting,
    more: matrix(images),
    steps: [
      setUpTrivy,
      ...setUp,
      [uses('docker/setup-buildx-action')],
      ['name: Build', ...block('run', buildToFile(file))],
      [
        'name: Write the SBOM, and the baseline as it would be now',
        ...block('run', [
          'mkdir -p plimsoll-reports',
          `plimsoll scan image "${file}" --format cyclonedx --output plimsoll-reports/sbom.cdx.json`,
          `plimsoll scan image "${file}" --format markdown --baseline "plimsoll-reports/$IMAGE.json" --write-baseline \\`,
          '  >> "$GITHUB_STEP_SUMMARY"',
        ]),
      ],
      [
        'name: Scan',
        ...block('run', scanImage(file, phases, ['--format sarif', '--output plimsoll-reports/image.sarif'])),
      ],
      uploadSarif('plimsoll-reports/image.sarif', `plimsoll-image-${expression('matrix.image')}`),
      uploadReports(`plimsoll-image-${expression('matrix.image')}`),
    ],
  });
}

function releaseJob(images: readonly NamedBuild[], phases: ReadonlySet<Phase>): string[] {
  const reference = [`env:`, `  REFERENCE: ${expression('steps.push.outputs.reference')}`];
  return job({
    id: 'release',
    name: `Release ${expression('matrix.image')}`,
    minutes: 60,
    permissions: ['contents: read', 'id-token: write', 'packages: write'],
    more: [
      'needs: [check, digests, images]',
      "if: github.event_name == 'push' && github.ref_name == github.event.repository.default_branch",
      ...matrix(images),
    ],
    steps: [
      setUpTrivy,
      ...setUp,
      [uses('docker/setup-buildx-action')],
      [uses('sigstore/cosign-installer')],
      [
        'name: Log in to the registry',
        'env:',
        `  REGISTRY_TOKEN: ${expression('github.token')}`,
        ...block('run', [
          'printf %s "$REGISTRY_TOKEN" | docker login ghcr.io --username "$GITHUB_ACTOR" --password-stdin',
        ]),
      ],
      [
        'name: Build with SBOM and provenance, and push',
        'id: push',
        ...block('run', [
          'repository="ghcr.io/${GITHUB_REPOSITORY,,}/$IMAGE"',
          ...buildAndPush('$repository:$GITHUB_SHA', '$RUNNER_TEMP/build.json'),
          `digest=$(jq --raw-output '."containerimage.digest"' "$RUNNER_TEMP/build.json")`,
          '[[ $digest =~ ^sha256:[0-9a-f]{64}$ ]]',
          'echo "reference=$repository@$digest" >> "$GITHUB_OUTPUT"',
        ]),
      ],
      ['name: Scan what was pushed', ...reference, ...block('run', scanImage('$REFERENCE', phases))],
      ['name: Sign', ...reference, ...block('run', ['cosign sign --yes "$REFERENCE"'])],
      [
        'name: Verify the signature',
        ...reference,
        ...block('run', [
          'cosign verify "$REFERENCE" --output text \\',
          '  --certificate-identity "$GITHUB_SERVER_URL/$GITHUB_WORKFLOW_REF" \\',
          '  --certificate-oidc-issuer https://token.actions.githubusercontent.com',
        ]),
      ],
    ],
  });
}

/** The whole file. */
export function githubWorkflow(choices: PipelineChoices, images: readonly NamedBuild[]): string {
  const phases = new Set(choices.phases);
  const jobs = [checkJob(phases), packagesJob(), digestsJob(phases)];
  if (images.length > 0) jobs.push(imagesJob(images, phases));
  if (images.length > 0 && phases.has('sign')) jobs.push(releaseJob(images, phases));
  const lines = [
    `# Made by Plimsoll ${choices.version}: plimsoll ci init github${choices.phases.map((phase) => ` --phase ${phase}`).join('')}`,
    '# Change it as you like: it is never written again. Actions are pinned by the commit of the tag behind them.',
    'name: Plimsoll',
    '',
    'on:',
    '  push:',
    '    branches: [main, master]',
    '  pull_request:',
    '  schedule:',
    "    - cron: '23 3 * * *'",
    '  workflow_dispatch:',
    '',
    'permissions: {}',
    '',
    'concurrency:',
    `  group: ${expression('github.workflow')}-${expression('github.ref')}`,
    `  cancel-in-progress: ${expression("github.event_name == 'pull_request'")}`,
    '',
    'defaults:',
    '  run:',
    '    # This also has the first failing command of a pipe fail the step.',
    '    shell: bash',
    '',
    'env:',
    `  PLIMSOLL_VERSION: ${quoted(choices.version)}`,
    '',
    'jobs:',
  ];
  return `${lines.join('\n')}\n${jobs.map((one) => indented(one, 2).join('\n')).join('\n\n')}\n`;
}
