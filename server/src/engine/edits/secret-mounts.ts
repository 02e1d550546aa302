// Writes secret mounts into RUN. Source: Docker's Dockerfile reference, `RUN --mount=type=secret`.
import type { Edit } from '../define-rule.ts';
import { readMounts } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';
import { lastPart } from '../text/paths.ts';

/** What is mounted: as a variable, or as a file at a place of its own or at /run/secrets/ID. */
export interface SecretMount {
  readonly id: string;
  readonly env?: string;
  /** Absolute. */
  readonly target?: string;
  /** Others than root have to be able to read the file. */
  readonly forAll?: boolean;
}

/** `npm_token` for `NPM_TOKEN`, `npmrc` for `/root/.npmrc`. */
export function secretId(name: string): string {
  const plain = lastPart(name)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
  return plain.slice(0, 60) || 'secret';
}

/** Adds the mount to a RUN; undefined where it has one of the same place already. */
export function addSecretMount(run: Instruction, { id, env, target, forAll }: SecretMount): Edit | undefined {
  const place = target ?? `/run/secrets/${id}`;
  const taken = readMounts(run).some(
    (mount) => (env !== undefined && mount.env === env) || mount.id === id || mount.target === place,
  );
  if (taken) return undefined;
  const fields = [
    'type=secret',
    `id=${id}`,
    ...(env === undefined ? [] : [`env=${env}`]),
    ...(target === undefined ? [] : [`target=${target}`]),
    ...(forAll && env === undefined ? ['mode=0444'] : []),
  ];
  const at = run.keywordAt.end;
  return { start: at, end: at, text: ` --mount=${fields.join(',')}` };
}
