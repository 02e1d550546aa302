// The pipeline for GitLab CI/CD.
import { type Phase, type PipelineChoices, trivyVersion } from './choices.ts';
import type { NamedBuild } from './images.ts';
import { buildAndPush, buildToFile, digestAge, scanImage } from './scripts.ts';
import { indented, item, quoted } from './yaml-text.ts';

export const gitlabPath = '.gitlab-ci.yml';

/** `key:` with one list item for a whole script, so that conditions and variables hold over its lines. */
function script(key: string, lines: readonly string[]): string[] {
  return [`${key}:`, '  - |', ...indented(lines, 4)];
}

/** Outside the checked out files: a `.npmrc` among them could name another registry. */
const install = script('before_script', [
  '(cd / && npm install --global --ignore-scripts "plimsoll@$PLIMSOLL_VERSION")',
  'mkdir -p plimsoll-reports',
]);

const node = ['image: node:24-bookworm-slim', ...install];

const whenScanned = ['  - if: $PLIMSOLL_SCAN_IMAGE'];

/** Jobs that need Trivy: in an image of the user's choice, left out until it is named. */
const scanner = (rules: readonly string[] = whenScanned) => [
  'image: $PLIMSOLL_SCAN_IMAGE',
  'rules:',
  ...rules,
  ...install,
];

const reports = (when = 'always') => ['artifacts:', `  when: ${when}`, '  paths:', '    - plimsoll-reports/'];

/** Docker in Docker, with a builder that can write files and attestations. */
const docker = [
  'image: docker:29-cli',
  'services:',
  '  - docker:29-dind',
  'variables:',
  "  DOCKER_HOST: 'tcp://docker:2376'",
  "  DOCKER_TLS_CERTDIR: '/certs'",
  "  DOCKER_TLS_VERIFY: '1'",
  "  DOCKER_CERT_PATH: '/certs/client'",
  ...script('before_script', [
    'until docker info > /dev/null 2>&1; do sleep 1; done',
    'docker context create plimsoll',
    'docker buildx create --name plimsoll --use plimsoll',
    'mkdir -p plimsoll-reports/images plimsoll-reports/pushed',
  ]),
];

function matrix(images: readonly NamedBuild[]): string[] {
  return [
    'parallel:',
    '  matrix:',
    ...images.flatMap(({ image, dockerfile, context, target }) =>
      indented(
        item([
          `IMAGE: ${image}`,
          `DOCKERFILE: ${quoted(dockerfile)}`,
          `CONTEXT: ${quoted(context)}`,
          ...(target === undefined ? [] : [`TARGET: ${quoted(target)}`]),
        ]),
        4,
      ),
    ),
  ];
}

const onDefaultBranch = "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_PIPELINE_SOURCE == 'push'".replaceAll(
  "'",
  '"',
);

function imageJobs(images: readonly NamedBuild[], phases: ReadonlySet<Phase>): string[][] {
  const file = 'plimsoll-reports/images/$IMAGE.tar';
  const scan = [
    'failed=0',
    ...eachImage(images, [
      `plimsoll scan image "./${file}" --format cyclonedx --output "plimsoll-reports/$IMAGE.cdx.json" < /dev/null`,
      `plimsoll scan image "./${file}" --baseline "plimsoll-reports/$IMAGE.json" --write-baseline --output /dev/null < /dev/null`,
      ...withoutInput(scanImage(`./${file}`, phases), ' || failed=$?'),
    ]),
    'exit "$failed"',
  ];
  const jobs = [
    [
      'images:',
      ...indented(['stage: build', 'timeout: 1h', 'rules:', ...whenScanned, ...docker, ...matrix(images)], 2),
      ...indented(
        [...script('script', buildToFile(file)), ...reports('on_success'), '  expire_in: 1 day'],
        2,
      ),
    ],
    [
      'scan-images:',
      ...indented(['stage: scan', 'timeout: 1h', 'needs: [images]', ...scanner()], 2),
      ...indented(
        [...script('script', scan), ...reports(), '  exclude:', '    - plimsoll-reports/images/*'],
        2,
      ),
    ],
  ];
  if (phases.has('sign')) jobs.push(...releaseJobs(images, phases));
  return jobs;
}

/** GitLab pairs no jobs of two matrices by their values, so one job goes through what all of them built. */
function eachImage(images: readonly NamedBuild[], lines: readonly string[]): string[] {
  return [
    'while IFS="|" read -r IMAGE TARGET DOCKERFILE; do',
    ...indented(lines, 2),
    "done <<'IMAGES'",
    ...images.map(({ image, target = '', dockerfile }) => `${image}|${target}|${dockerfile}`),
    'IMAGES',
  ];
}

/** The last command, which must not read the list that its loop reads. */
function withoutInput(lines: readonly string[], after = ''): string[] {
  return [...lines.slice(0, -1), `${lines.at(-1)} < /dev/null${after}`];
}

function releaseJobs(images: readonly NamedBuild[], phases: ReadonlySet<Phase>): string[][] {
  const reference = '$CI_REGISTRY_IMAGE/$IMAGE:$CI_COMMIT_SHA';
  const rules = [`  - if: '$PLIMSOLL_SCAN_IMAGE && ${onDefaultBranch}'`];
  const push = [
    'printf %s "$CI_REGISTRY_PASSWORD" | docker login "$CI_REGISTRY" --username "$CI_REGISTRY_USER" --password-stdin',
    ...buildAndPush(reference, 'build.json'),
    `digest=$(sed -n 's/.*"containerimage.digest": *"\\(sha256:[0-9a-f]*\\)".*/\\1/p' build.json)`,
    'test -n "$digest"',
    'printf "%s\\n" "$CI_REGISTRY_IMAGE/$IMAGE@$digest" > "plimsoll-reports/pushed/$IMAGE"',
  ];
  const sign = [
    'printf %s "$CI_REGISTRY_PASSWORD" | cosign login "$CI_REGISTRY" --username "$CI_REGISTRY_USER" --password-stdin',
    ...eachImage(images, [
      'REFERENCE=$(cat "plimsoll-reports/pushed/$IMAGE")',
      '# What is signed is what was scanned.',
      ...withoutInput(scanImage('$REFERENCE', phases)),
      'cosign sign --yes "$REFERENCE" < /dev/null',
      'cosign verify "$REFERENCE" --output text \\',
      '  --certificate-identity "$CI_SERVER_URL/$CI_PROJECT_PATH//.gitlab-ci.yml@refs/heads/$CI_COMMIT_BRANCH" \\',
      '  --certificate-oidc-issuer "$CI_SERVER_URL" < /dev/null',
    ]),
  ];
  return [
    [
      'release:',
      ...indented(['stage: release', 'timeout: 1h', 'interruptible: false', 'dependencies: []'], 2),
      ...indented(['rules:', ...rules, ...docker, ...matrix(images)], 2),
      ...indented([...script('script', push), ...reports('on_success')], 2),
    ],
    [
      '# Keyless: the token says which pipeline signs. It works where GitLab.com runs it, not with an instance of your own.',
      'sign:',
      ...indented(['stage: release', 'timeout: 1h', 'interruptible: false', 'needs: [release]'], 2),
      ...indented([...scanner(rules), 'id_tokens:', '  SIGSTORE_ID_TOKEN:', '    aud: sigstore'], 2),
      ...indented(script('script', sign), 2),
    ],
  ];
}

/** The whole file. */
export function gitlabPipeline(choices: PipelineChoices, images: readonly NamedBuild[]): string {
  const phases = new Set(choices.phases);
  const failOn = phases.has('fail-on-new') ? 'error' : 'never';
  const check = [
    `plimsoll check . --format sarif --output plimsoll-reports/check.sarif --fail-on never --quiet`,
    `plimsoll check . --fail-on ${failOn}`,
  ];
  const jobs: string[][] = [
    [
      'check:',
      ...indented(['stage: check', 'timeout: 10m', ...node, ...script('script', check), ...reports()], 2),
    ],
    [
      'packages:',
      ...indented(['stage: check', 'timeout: 20m', ...scanner()], 2),
      '  # There is no baseline of it, so it tells and does not fail.',
      ...indented(script('script', ['plimsoll scan fs . --fail-on never']), 2),
    ],
    [
      'digests:',
      ...indented(['stage: check', 'timeout: 10m', ...node], 2),
      ...indented(
        script(
          'script',
          digestAge(phases, (message) => `echo "Warning: ${message}"`),
        ),
        2,
      ),
    ],
    ...(images.length > 0 ? imageJobs(images, phases) : []),
  ];
  const lines = [
    `# Made by Plimsoll ${choices.version}: plimsoll ci init gitlab${choices.phases.map((phase) => ` --phase ${phase}`).join('')}`,
    '# Change it as you like: it is never written again. For the nightly run add a schedule under Build > Pipeline schedules.',
    '#',
    '# Pin the images named here by digest: what their tags name today is not known to Plimsoll without asking a registry.',
    `# PLIMSOLL_SCAN_IMAGE is yours to set, by digest: an image with Node.js 20.19 or later and Trivy (${trivyVersion} is tested)${phases.has('sign') ? ',' : '.'}`,
    ...(phases.has('sign') ? ['# and cosign 2.0.1 or later to sign.'] : []),
    '# Without it no image is built, and nothing is scanned.',
    'stages: [check, build, scan, release]',
    '',
    'workflow:',
    '  rules:',
    '    - if: $CI_PIPELINE_SOURCE == "merge_request_event"',
    '    - if: $CI_PIPELINE_SOURCE == "schedule"',
    '    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH',
    '',
    'default:',
    '  interruptible: true',
    '',
    'variables:',
    `  PLIMSOLL_VERSION: ${quoted(choices.version)}`,
    "  PLIMSOLL_SCAN_IMAGE: ''",
  ];
  return `${[lines, ...jobs].map((one) => one.join('\n')).join('\n\n')}\n`;
}
