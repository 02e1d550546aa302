// What the Dockerfile of a service declares: its stages and its build arguments.
import { readFrom, readPairs } from '../parse/arguments.ts';
import { parseDockerfile } from '../parse/dockerfile.ts';
import { type ComposeContext, foundDockerfile } from './context.ts';
import type { ComposeBuild } from './project.ts';

/** The names of a Dockerfile. */
export interface BuildNames {
  /** In the order of the file; undefined for a stage without a name. As written. */
  readonly stages: readonly (string | undefined)[];
  /** The names of stages in lower case, as BuildKit compares them. */
  readonly stageNames: ReadonlySet<string>;
  /** Every name that an ARG declares anywhere, in ONBUILD too. */
  readonly arguments: ReadonlySet<string>;
  /** A base image's ONBUILD may declare more. */
  readonly hasTriggers: boolean;
  /** The Dockerfile's path; absent for an inline one. */
  readonly dockerfile?: string;
}

const known = new WeakMap<ComposeContext, Map<string, Omit<BuildNames, 'dockerfile'> | undefined>>();

/** Undefined where the Dockerfile is not there, cannot be built, or is read by another frontend than Docker's. */
export function buildNames(build: ComposeBuild, context: ComposeContext): BuildNames | undefined {
  const found = foundDockerfile(context, build);
  const text = build.inline ? build.inline.text : found && 'text' in found ? found.text : undefined;
  if (text === undefined) return undefined;
  const ofContext = known.get(context) ?? new Map<string, Omit<BuildNames, 'dockerfile'> | undefined>();
  known.set(context, ofContext);
  if (!ofContext.has(text)) ofContext.set(text, readNames(text));
  const names = ofContext.get(text);
  return names && { ...names, ...(build.dockerfile === undefined ? {} : { dockerfile: build.dockerfile }) };
}

function readNames(text: string): Omit<BuildNames, 'dockerfile'> | undefined {
  const dockerfile = parseDockerfile(text);
  const syntax = dockerfile.directives.find(({ name }) => name === 'syntax')?.value;
  const isDockers =
    syntax === undefined || /^(docker\.io\/)?docker\/dockerfile(-upstream)?([:@]|$)/.test(syntax);
  if (dockerfile.errors.length > 0 || !isDockers) return undefined;
  const stages: (string | undefined)[] = [];
  const declared = new Set<string>();
  let hasTriggers = false;
  for (const instruction of dockerfile.instructions) {
    if (instruction.keyword === 'FROM') {
      const read = readFrom(instruction);
      stages.push(read?.alias?.value);
      hasTriggers ||= /onbuild/.test(read?.image.raw ?? '');
    }
    const own = instruction.keyword === 'ONBUILD' ? instruction.trigger : instruction;
    if (own?.keyword === 'ARG') for (const { name } of readPairs(own)) declared.add(name);
  }
  const stageNames = new Set(stages.flatMap((name) => name?.toLowerCase() ?? []));
  return stages.length === 0 ? undefined : { stages, stageNames, arguments: declared, hasTriggers };
}
