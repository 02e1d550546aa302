// The shell scripts of pipelines. What files are called reaches them in variables only: DOCKERFILE, CONTEXT, TARGET, IMAGE.
import { baselineFolder, type Phase } from './choices.ts';

/** Puts `--target` into the arguments where the build has one. The `./` keeps paths from being options or addresses. */
const withTarget = ['set --', 'if [ -n "${TARGET:-}" ]; then set -- "--target=$TARGET"; fi'];

/** A build into a file that is scanned without an engine. */
export function buildToFile(file: string): string[] {
  return [
    ...withTarget,
    `docker buildx build "$@" --file "./$DOCKERFILE" --output "type=docker,dest=${file}" "./$CONTEXT"`,
  ];
}

/** A build that is pushed with its attestations; prints the digest into `digestFile`. */
export function buildAndPush(reference: string, metadata: string): string[] {
  return [
    ...withTarget,
    `docker buildx build "$@" --file "./$DOCKERFILE" --tag "${reference}" \\`,
    `  --sbom=true --provenance=mode=max --metadata-file "${metadata}" --push "./$CONTEXT"`,
  ];
}

/** Scans an image against its baseline. `more`: further options. */
export function scanImage(image: string, phases: ReadonlySet<Phase>, more: readonly string[] = []): string[] {
  const failOn = phases.has('fail-on-new') ? 'critical' : 'never';
  const baseline = `${baselineFolder}/$IMAGE.json`;
  return [
    ...withTarget,
    `if [ -f "${baseline}" ]; then set -- "$@" --baseline "${baseline}"; fi`,
    `plimsoll scan image "${image}" "$@" --dockerfile "./$DOCKERFILE" \\`,
    `  ${[`--fail-on ${failOn}`, ...more].join(' ')}`,
  ];
}

/** Asks the registries whether the digests are those that the tags name now. */
export function digestAge(phases: ReadonlySet<Phase>, warning: (message: string) => string): string[] {
  if (phases.has('enforce')) return ['plimsoll pin --update --dry-run .'];
  return [
    'code=0',
    'plimsoll pin --update --dry-run . || code=$?',
    'if [ "$code" -ne 0 ]; then',
    `  ${warning('Base images have no digest or an old one, or a registry did not answer: see above, and run “plimsoll pin --update”.')}`,
    'fi',
  ];
}
