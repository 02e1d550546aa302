// Whether an interpreter lies at a path in the shipped image.
import { readCopy } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';
import { accountPrograms } from './accounts.ts';
import { expand, shellValue } from './apply.ts';
import { type Artifact, absolute } from './artifacts.ts';
import { commandsOf } from './commands.ts';
import { firstProgram } from './container-start.ts';
import { harmless, languageTools } from './known-commands.ts';
import type { Model, Stage } from './model.ts';
import { imageRuntime, type Language, runtimeOf } from './runtimes.ts';
import type { Presence } from './state.ts';

/** The language that a program of this name runs, and the program's own version: `python3.12`. */
export function languageOf(
  program: string,
): { readonly language: Language; readonly version?: string } | undefined {
  const python = /^python(3(?:\.(\d+))?)?$/.exec(program);
  if (python) return { language: 'python', ...(python[2] && { version: `3.${python[2]}` }) };
  if (program === 'node' || program === 'nodejs') return { language: 'node' };
  if (program === 'java' || program === 'ruby' || program === 'php') return { language: program };
  return undefined;
}

/**
 * Whether an interpreter lies at an absolute path at the end of a stage. Absent only where the image is known to have its
 * only one elsewhere, and nothing of the file can have put one there.
 */
export function interpreterPresence(model: Model, stage: Stage, path: string): Presence {
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  const folder = path.slice(0, slash);
  const asked = languageOf(name);
  const { end } = stage;
  const { facts } = end;
  if (!asked || !facts) return 'unknown';
  const image = imageRuntime(stage, asked.language);
  for (const known of image?.paths ?? []) {
    if (known === path) return 'present';
    const sameFolder = known.slice(0, known.lastIndexOf('/')) === folder;
    if (sameFolder)
      return asked.version === undefined
        ? 'present'
        : asked.version === image?.version
          ? 'present'
          : image?.version === undefined
            ? 'unknown'
            : mayCome(model, stage, path)
              ? 'unknown'
              : 'absent';
  }
  if (mayCome(model, stage, path)) return 'unknown';
  if (facts.id === 'scratch') return 'absent';
  const own = facts.tools[asked.language === 'python' ? 'python3' : asked.language];
  // The full images have the distribution's Python besides their own.
  if (image && image.paths.length > 0 && facts.bloated !== true && typeof own === 'string') return 'absent';
  return end.tool(asked.language === 'python' ? 'python3' : asked.language).presence === 'absent'
    ? 'absent'
    : 'unknown';
}

/** Something of the file may have put a file at the path. */
function mayCome(model: Model, stage: Stage, path: string): boolean {
  const known = answers.get(stage) ?? new Map<string, boolean>();
  answers.set(stage, known);
  let answer = known.get(path);
  if (answer === undefined) {
    answer = findSource(model, stage, path);
    known.set(path, answer);
  }
  return answer;
}

const answers = new WeakMap<Stage, Map<string, boolean>>();

function findSource(model: Model, stage: Stage, path: string): boolean {
  if (stage.end.packages.size > 0) return true;
  for (
    let at: Stage | undefined = stage, depth = 0;
    at;
    at = at.base.kind === 'stage' ? at.base.stage : undefined
  ) {
    if (++depth > 50 || at.instructions.some((instruction) => mayPut(model, instruction, path))) return true;
  }
  return false;
}

/** Commands that put no file at a place that they do not name. */
const placesNamed: ReadonlySet<string> = new Set([
  'cp',
  'mv',
  'ln',
  'install',
  'rm',
  'curl',
  'wget',
  'cd',
  'tee',
]);

function mayPut(model: Model, instruction: Instruction, path: string): boolean {
  const { keyword } = instruction;
  const before = model.before(instruction);
  const covers = (place: string | undefined): boolean =>
    place === undefined || place === '/' || path === place || path.startsWith(`${place}/`);
  if (keyword === 'COPY' || keyword === 'ADD') {
    const copy = readCopy(instruction);
    return (
      copy === undefined || covers(absolute(expand(copy.destination.raw, before, model), before.workdir))
    );
  }
  if (keyword !== 'RUN') return false;
  const commands = commandsOf(model, instruction);
  if (commands.length === 0) return true;
  return commands.some(({ name, args, command }) => {
    if (command.name === undefined) return false;
    if (name === undefined) return true;
    if (harmless.has(name) || accountPrograms.has(name))
      return command.redirects.some(({ target }) => target?.text === path);
    if (placesNamed.has(name)) return args.some((word) => covers(shellValue(word, before, model)));
    // The tools of a language keep to their own folders; those that bring interpreters are no such tools.
    return (
      !languageTools.has(name) || /^(uv|conda|pyenv)$/.test(name) || instruction.body.text.includes(path)
    );
  });
}

/** How the container comes to run what is in a virtual environment. */
export interface EnvironmentUse {
  /** The program is named by its path in the environment, or PATH finds it there first. */
  readonly by: 'path' | 'PATH';
  /** A console script of the environment, not its interpreter. */
  readonly script: boolean;
}

/** Whether the container starts a program of this environment; undefined where it does not, or where that is not known. */
export function useOfEnvironment(model: Model, artifact: Artifact): EnvironmentUse | undefined {
  const end = model.finalStage?.end;
  const started = firstProgram(model);
  if (!end || !started) return undefined;
  const folder = `${artifact.path}/bin`;
  const name = started.program.slice(started.program.lastIndexOf('/') + 1);
  const script = languageOf(name) === undefined;
  if (started.program === `${folder}/${name}`) return { by: 'path', script };
  const path = end.env.get('PATH');
  // With PYTHONPATH another interpreter may find the packages too.
  if (started.program.includes('/') || path === undefined || end.env.has('PYTHONPATH')) return undefined;
  if (!path.split(':').includes(folder)) return undefined;
  return { by: 'PATH', script };
}

/** The version of the shipped image's interpreter, where there is just one. */
export function shippedVersion(stage: Stage, language: Language): string | undefined {
  const { end } = stage;
  const opaque = end.opaqueBy !== undefined && end.opaqueBy !== 'image' && end.opaqueBy.keyword !== 'ENV';
  const image = imageRuntime(stage, language);
  if (opaque || (image && end.packages.has('python3') && language === 'python')) return undefined;
  return runtimeOf(stage, language)?.version;
}
