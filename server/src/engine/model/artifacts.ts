// What a stage builds and hands on: virtual environments, folders of packages, programs. Found when a rule asks.
import { readCopy } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';
import { expand, normalisePath } from './apply.ts';
import { builtBy } from './artifact-builds.ts';
import type { Model, Stage } from './model.ts';
import { stageNamed } from './root-image.ts';
import type { LanguageRuntime } from './runtimes.ts';

export type ArtifactKind =
  | 'python-environment'
  | 'python-packages'
  | 'node-modules'
  | 'program'
  | 'dotnet'
  | 'classes';

/** Something built in a stage, at the place where it lies now. */
export interface Artifact {
  readonly kind: ArtifactKind;
  /** Absolute. */
  readonly path: string;
  /** `inside`: what lies under the path are such artifacts, of names that are not known (`target/release`). */
  readonly shape: 'folder' | 'file' | 'inside';
  /** The RUN that built it. */
  readonly by: Instruction;
  readonly stage: Stage;
  /** Where it was built. */
  readonly builtPath: string;
  /** Of its language, in the stage that built it. */
  readonly runtime?: LanguageRuntime;
  /** The interpreter that a virtual environment links to: an absolute path. */
  readonly interpreter?: string;
  /** The C library it is linked with; `none`: linked statically. Undefined: not known, or nothing native. */
  readonly libc?: 'glibc' | 'musl' | 'none';
  /** The package or setting that makes it native, for the message: `numpy`. Undefined: nothing native is known in it. */
  readonly native?: string;
  /** In the words of the file: `go build`. */
  readonly what: string;
  /** The COPY that brought it into this stage. */
  readonly carriedBy?: Instruction;
}

/** More than these in one stage come only from hostile files. */
const most = 200;

const cache = new WeakMap<Model, ReadonlyMap<Stage, readonly Artifact[]>>();

/** The artifacts at the end of a stage. The first question reads the whole file, once. */
export function artifactsOf(model: Model, stage: Stage): readonly Artifact[] {
  let table = cache.get(model);
  if (!table) {
    table = readAll(model);
    cache.set(model, table);
  }
  return table.get(stage) ?? [];
}

function readAll(model: Model): ReadonlyMap<Stage, readonly Artifact[]> {
  const table = new Map<Stage, readonly Artifact[]>();
  for (const stage of model.stages) {
    let artifacts: readonly Artifact[] =
      stage.base.kind === 'stage' ? (table.get(stage.base.stage) ?? []) : [];
    for (const instruction of stage.instructions) {
      if (instruction.keyword === 'RUN') artifacts = builtBy(model, stage, instruction, artifacts);
      else if (instruction.keyword === 'COPY')
        artifacts = [...artifacts, ...carried(model, stage, instruction, table)];
      if (artifacts.length > most) artifacts = artifacts.slice(-most);
    }
    table.set(stage, artifacts);
  }
  return table;
}

/** What a COPY --from another stage brings along. */
function carried(
  model: Model,
  stage: Stage,
  instruction: Instruction,
  table: ReadonlyMap<Stage, readonly Artifact[]>,
): Artifact[] {
  const copy = readCopy(instruction);
  const name = copy?.from?.value;
  const from = name === undefined ? undefined : stageNamed(model, stage, name);
  const there = from && table.get(from);
  if (!copy || !there || there.length === 0) return [];
  const before = model.before(instruction);
  const destination = absolute(expand(copy.destination.raw, before, model), before.workdir);
  if (destination === undefined) return [];
  const into =
    copy.destination.value.endsWith('/') || copy.destination.value === '.' || copy.sources.length > 1;
  const found: Artifact[] = [];
  for (const word of copy.sources) {
    // Sources are relative to the root of the other stage.
    const source = absolute(expand(word.raw, before, model), '/');
    if (source === undefined) continue;
    for (const artifact of there) {
      const path = placeAfter(artifact, source, destination, into);
      if (path === undefined) continue;
      const shape =
        artifact.shape === 'inside' && source !== artifact.path && !artifact.path.startsWith(`${source}/`)
          ? 'file'
          : artifact.shape;
      found.push({ ...artifact, path, shape, carriedBy: instruction });
    }
  }
  return found;
}

/** Where an artifact lies after `source` was copied to `destination`; undefined when it is not part of it. */
function placeAfter(
  artifact: Artifact,
  source: string,
  destination: string,
  into: boolean,
): string | undefined {
  const { path, shape } = artifact;
  const name = source.slice(source.lastIndexOf('/') + 1);
  const wild = /[*?[]/.test(name);
  const folder = wild ? source.slice(0, source.lastIndexOf('/')) : source;
  if (shape === 'inside') {
    // One of the files in it, or all.
    if (source.startsWith(`${path}/`) && !wild) return into ? join(destination, name) : destination;
    if (wild && (folder === path || folder.startsWith(`${path}/`))) return join(destination, name);
  }
  if (wild) {
    // `/app/*`: what lies in the folder; `*.jar` and the like name files whose names are not known.
    if (name !== '*' || !path.startsWith(`${folder}/`)) return undefined;
    // The content of a folder named by a wildcard lands in the destination itself.
    const rest = path.slice(folder.length + 1).split('/');
    if (rest.length > 1) return join(destination, rest.slice(1).join('/'));
    return shape === 'file' ? join(destination, rest[0]!) : destination;
  }
  if (path === source) return shape === 'file' && into ? join(destination, name) : destination;
  if (source === '/') return join(destination, path.slice(1));
  if (path.startsWith(`${source}/`)) return join(destination, path.slice(source.length + 1));
  return undefined;
}

/** `path` made absolute; undefined where it is not known. */
export function absolute(path: string | undefined, workdir: string | undefined): string | undefined {
  if (path === undefined || path === '' || path.startsWith('~')) return undefined;
  if (path.startsWith('/')) return normalisePath(path);
  return workdir === undefined ? undefined : normalisePath(`${workdir}/${path}`);
}

function join(folder: string, rest: string): string {
  return `${folder === '/' ? '' : folder}/${rest}`;
}
