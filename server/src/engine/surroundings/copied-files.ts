// Which file of the build context lies at a path of the image.
import type { LintContext } from '../context.ts';
import { expand, normalisePath } from '../model/apply.ts';
import { commandsOf } from '../model/commands.ts';
import type { Model, Stage } from '../model/model.ts';
import { findFlag, readCopy, readMounts } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';
import { type IgnorePatterns, isIgnored, readIgnoreFile } from './dockerignore.ts';

/**
 * The path in the build context of the file that certainly lies at `path` (absolute) when `instruction` runs: a COPY, ADD or
 * bind mount names it, or copies a folder that is known to hold it. Undefined where that is not certain, or where a RUN in
 * between may have changed it.
 */
export function contextFileAt(model: Model, instruction: Instruction, path: string): string | undefined {
  for (const mount of readMounts(instruction)) {
    const target = mount.target === undefined ? undefined : absolute(model, instruction, mount.target);
    if (mount.type !== 'bind' || mount.from !== undefined || target === undefined) continue;
    const found = within(model, mount.source ?? '.', target, path);
    if (found !== undefined) return found;
  }
  const stage = model.stageOf(instruction);
  return stage && fileIn(model, stage, path, instruction.at.start, 0);
}

/** What becomes of one path in a stage: where it changes, and which file of the context it holds from there on. */
interface Track {
  readonly starts: readonly number[];
  readonly files: readonly (string | undefined)[];
}

const tracks = new WeakMap<Stage, Map<string, Track>>();

/** Only hostile files ask for so many paths of one stage; what is beyond is unknown. */
const mostPaths = 60;
const deepestStage = 100;

/** @param end offset in the file up to where instructions count */
function fileIn(model: Model, stage: Stage, path: string, end: number, depth: number): string | undefined {
  let known = tracks.get(stage);
  if (!known) {
    known = new Map();
    tracks.set(stage, known);
  }
  let track = known.get(path);
  if (!track) {
    if (known.size >= mostPaths) return undefined;
    track = trackOf(model, stage, path);
    known.set(path, track);
  }
  const index = track.starts.findLastIndex((start) => start < end);
  if (index >= 0) return track.files[index];
  return stage.base.kind === 'stage' && depth < deepestStage
    ? fileIn(model, stage.base.stage, path, Number.POSITIVE_INFINITY, depth + 1)
    : undefined;
}

function trackOf(model: Model, stage: Stage, path: string): Track {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const starts: number[] = [];
  const files: (string | undefined)[] = [];
  for (const instruction of stage.instructions) {
    const { keyword } = instruction;
    if (keyword === 'RUN') {
      if (files.at(-1) === undefined && files.length > 0) continue;
      if (!changes(model, instruction, name)) continue;
      starts.push(instruction.at.start);
      files.push(undefined);
    } else if (keyword === 'COPY' || keyword === 'ADD') {
      const file = copied(model, instruction, path, name);
      if (file === undefined || file === files.at(-1)) continue;
      starts.push(instruction.at.start);
      files.push(file);
    }
  }
  return { starts, files };
}

/** A command that removes the file, or moves something to its place. */
function changes(model: Model, instruction: Instruction, name: string): boolean {
  return commandsOf(model, instruction).some(
    (command) =>
      /^(rm|mv|cp|ln|unlink)$/.test(command.name ?? '') &&
      command.args.some(
        ({ text }) => text.endsWith(name) || fits(text.slice(text.lastIndexOf('/') + 1), name),
      ),
  );
}

function absolute(model: Model, instruction: Instruction, written: string): string | undefined {
  const state = model.before(instruction);
  const value = expand(written, state, model);
  if (value === undefined) return undefined;
  if (value.startsWith('/')) return normalisePath(value);
  return state.workdir === undefined ? undefined : normalisePath(`${state.workdir}/${value}`);
}

function copied(model: Model, instruction: Instruction, path: string, name: string): string | undefined {
  const copy = readCopy(instruction);
  if (!copy || copy.from || findFlag(instruction, 'parents') || findFlag(instruction, 'exclude'))
    return undefined;
  const destination = absolute(model, instruction, copy.destination.raw);
  if (destination === undefined) return undefined;
  const written = copy.destination.value;
  const into = /(^|\/)\.?$/.test(written) || copy.sources.length + copy.heredocs.length > 1;
  const folder = destination === '/' ? '' : destination;
  for (const word of copy.sources) {
    const source = expand(word.raw, model.before(instruction), model);
    if (source === undefined || /^\w+:\/\/|^git@/.test(source)) continue;
    const clean = normalisePath(`/${source}`).slice(1);
    const last = clean.slice(clean.lastIndexOf('/') + 1);
    const place = clean.slice(0, clean.length - last.length);
    if (/[*?[]/.test(clean)) {
      const candidate = `${place}${name}`;
      if (path === `${folder}/${name}` && fits(last, name) && isInContext(model.context, candidate))
        return candidate;
      continue;
    }
    // A file that is named must be there, or the build ends.
    if (last === name && path === (into ? `${folder}/${name}` : destination)) return clean;
    const found = within(model, clean, destination, path);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The context's path of a file whose folder `source` lies at `target`. */
function within(model: Model, source: string, target: string, path: string): string | undefined {
  const clean = normalisePath(`/${source}`).slice(1);
  if (path === target) return clean;
  const folder = target === '/' ? '/' : `${target}/`;
  if (!path.startsWith(folder)) return undefined;
  const candidate = `${clean === '' ? '' : `${clean}/`}${path.slice(folder.length)}`;
  return isInContext(model.context, candidate) ? candidate : undefined;
}

/** `package*.json`; another wildcard than one `*` is not followed. */
function fits(pattern: string, name: string): boolean {
  const [start, end, ...more] = pattern.split('*');
  if (end === undefined || more.length > 0 || /[?[]/.test(pattern)) return false;
  return name.length >= start!.length + end.length && name.startsWith(start!) && name.endsWith(end);
}

const contexts = new WeakMap<
  LintContext,
  { paths?: ReadonlySet<string>; ignored?: IgnorePatterns | 'none' }
>();

/** The file exists in the build context and is sent to the build. False where either is not known. */
export function isInContext(context: LintContext, path: string): boolean {
  let known = contexts.get(context);
  if (!known) {
    const { paths, ignoreFile } = context;
    known = {
      ...(paths ? { paths: new Set(paths) } : {}),
      ignored: ignoreFile === null ? 'none' : ignoreFile && readIgnoreFile(ignoreFile.text),
    };
    contexts.set(context, known);
  }
  const exists = known.paths?.has(path) || (!path.includes('/') && context.entries?.includes(path) === true);
  return (
    exists && known.ignored !== undefined && (known.ignored === 'none' || !isIgnored(known.ignored, path))
  );
}
