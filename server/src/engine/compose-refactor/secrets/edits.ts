// The edits that turn literal secrets into files, and what each of them is for.
import type { ComposeProject, ComposeService } from '../../compose/project.ts';
import type { Edit } from '../../define-rule.ts';
import type { YamlFile } from '../../parse/yaml/tree.ts';
import type { ExplainedEdit } from '../../refactor/refactoring.ts';
import { lineHunks } from '../../text/line-diff.ts';
import {
  appendItems,
  combine,
  type Edits,
  entryAt,
  insertKey,
  insertTopLevel,
  isRefused,
  renameKey,
  replaceScalar,
} from '../../yaml-edits/index.ts';
import type { MovableSecret } from './movable.ts';
import type { NamedSecret } from './secrets-to-files.ts';

interface Part {
  readonly edits: readonly Edit[];
  /** A sentence. */
  readonly why: string;
}

export interface SecretEdits {
  readonly all: Edits;
  readonly explained: readonly Part[];
}

/** @param path of a secret's file, as the Compose file names it */
export function secretEdits(
  project: ComposeProject,
  secrets: readonly NamedSecret[],
  path: (name: string) => string,
): SecretEdits {
  const file = project.files.get(project.path);
  if (file === undefined) return { all: { reason: 'The file cannot be read.' }, explained: [] };
  const parts: { edits: Edits; why: string }[] = [];
  const grants = new Map<ComposeService, string[]>();
  for (const { name, uses } of secrets) {
    for (const use of uses) {
      parts.push({
        edits: variableEdits(file, use, `/run/secrets/${name}`),
        why: `The image reads the value from the file that \`${use.byFile}\` names.`,
      });
      const granted = grants.get(use.service) ?? [];
      if (!granted.includes(name)) grants.set(use.service, [...granted, name]);
    }
  }
  for (const [service, names] of grants)
    parts.push({
      edits: grantEdits(file, service, names),
      why: `\`${service.name}\` is given the secret as a file in \`/run/secrets\`.`,
    });
  const section = Object.fromEntries(secrets.map(({ name }) => [name, { file: path(name) }]));
  parts.push({
    edits: insertTopLevel(file, 'secrets', section),
    why: 'The secret is read from a file beside this one, which git ignores.',
  });
  return {
    all: combine(file, ...parts.map(({ edits }) => edits)),
    explained: parts.flatMap(({ edits, why }) => (isRefused(edits) ? [] : [{ edits, why }])),
  };
}

function variableEdits(file: YamlFile, { service, secret, byFile }: MovableSecret, path: string): Edits {
  const { variable } = secret;
  const { node, name, form } = variable;
  if (node.kind !== 'scalar') return { reason: `\`${name}\` is not written as a text.` };
  if (node.anchor !== undefined && isUsed(file, node.anchor))
    return {
      reason: `The value of \`${name}\` has the anchor \`&${node.anchor}\`, and is used elsewhere by it.`,
    };
  const environment = entryAt(file, 'services', service.name, 'environment')?.value;
  const isOwn =
    environment !== undefined &&
    environment.alias === undefined &&
    environment.kind !== 'scalar' &&
    environment.at.start <= variable.at.start &&
    variable.at.end <= environment.at.end;
  // What an anchor lends to several services is changed for all of them.
  if (!isOwn || (environment.anchor !== undefined && isUsed(file, environment.anchor)))
    return {
      reason: `The environment of \`${service.name}\` is written elsewhere, or used by other services too.`,
    };
  if (form === 'list') return replaceScalar(file, node, `${byFile}=${path}`);
  if (environment.kind !== 'map') return { reason: `\`${name}\` is not written in the environment itself.` };
  return combine(file, renameKey(file, environment, name, byFile), replaceScalar(file, node, path));
}

function isUsed(file: YamlFile, anchor: string): boolean {
  const at = file.text.indexOf(`*${anchor}`);
  return at >= 0;
}

function grantEdits(file: YamlFile, service: ComposeService, names: readonly string[]): Edits {
  const entry = entryAt(file, 'services', service.name);
  if (entry === undefined) return { reason: `\`${service.name}\` is written in another way than as a map.` };
  const there = entryAt(file, 'services', service.name, 'secrets');
  if (there !== undefined) return appendItems(file, there, names);
  const brought = service.get('secrets');
  if (brought !== undefined && entry.value.kind === 'map' && entry.value.entry('secrets') !== undefined)
    return {
      reason: `\`${service.name}\` gets its secrets by a merge key, which a list of its own would replace.`,
    };
  return insertKey(file, entry, 'secrets', [...names], { after: ['environment', 'env_file'] });
}

/** The hunks of whole lines from one text to the other, each with what its parts are for. */
export function explained(before: string, after: string, parts: readonly Part[]): ExplainedEdit[] {
  return lineHunks(before, after).map((hunk) => {
    const why = new Set(
      parts.flatMap(({ edits, why: reason }) =>
        edits.some(({ start, end }) => start <= hunk.end && end >= hunk.start) ? [reason] : [],
      ),
    );
    return { ...hunk, why: [...why].join(' ') || 'It belongs to the secret that moves.' };
  });
}
