// The ways to keep a secret file out of the layers: mounted for the steps that read it, or given to the container.
import type { Edit, Fix, Refusal } from '../define-rule.ts';
import { expand, normalisePath } from '../model/apply.ts';
import { commandsOf } from '../model/commands.ts';
import type { Model, Stage } from '../model/model.ts';
import type { CopiedSecret } from '../model/secret-files.ts';
import { readCopy } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';
import { withoutTrailing } from '../text/trailing.ts';
import { mayHaveSyntax } from './frontend.ts';
import { joinEdits } from './join.ts';
import { type MountedFile, mountFile } from './mount-file.ts';
import { removeSource } from './remove-source.ts';

/** Folders of the build context; a secret mount takes files only. */
const folders = /(^|\/)\.(aws|kube|gnupg|ssh|git)\/?$/;
/** What only package managers and fetching programs read, in the build. */
const forBuild =
  /^(npm credentials|yarn credentials|pip credentials|PyPI credentials|NuGet credentials|login data|git credentials|private SSH key|SSH keys|history of the repository)$/;
/** Nothing that runs in a container asks for these. */
const onlyForBuild = /^(npm|yarn|pip|PyPI|NuGet) credentials$/;
const readersOf: Readonly<Record<string, RegExp>> = {
  'npm credentials': /^(npm|npx|yarn|pnpm|pnpx|bun|bunx|corepack|lerna|nx|turbo|make|bash|sh)$|\.sh$/,
  'yarn credentials': /^(npm|npx|yarn|pnpm|pnpx|corepack|lerna|nx|turbo|make|bash|sh)$|\.sh$/,
};

/** Every way that works, one of them preferred. */
export function* withoutCopiedSecret(
  model: Model,
  stage: Stage,
  instruction: Instruction,
  secret: CopiedSecret,
  shipped: boolean,
): Iterable<Fix | Refusal> {
  const { word, path, file } = secret;
  const isFolder = folders.test(path);
  // Of a folder COPY takes what is in it.
  const target = isFolder ? destinationOf(model, instruction) : secret.target;
  const removed = removeSource(model.dockerfile, instruction, word);
  const shown = path.slice(0, 80);
  if (!removed) {
    yield {
      title: `Do not copy ${shown}`,
      reason: 'Other files are copied by the same word, or would be copied otherwise.',
    };
    return;
  }
  const mounted =
    target === undefined || !mayHaveSyntax(model.dockerfile, 1, 2)
      ? 'Where it is copied to is not known.'
      : mountFile(
          model,
          { stage, by: instruction, target },
          isFolder ? withoutTrailing(path, '/') : undefined,
          readerTest(model, file.what),
        );
  const inBuild = typeof mounted !== 'string' && mounted.steps > 0;
  const buildFirst = inBuild && (!shipped || forBuild.test(file.what));
  if (inBuild) yield mountFix(shown, path, isFolder, mounted, removed, buildFirst);
  const atRunTime =
    shipped && file.what !== 'history of the repository' && (inBuild || !onlyForBuild.test(file.what));
  if (atRunTime) {
    // What removes the file later has nothing to remove then.
    const edits = typeof mounted === 'string' || mounted.steps > 0 ? [removed] : [removed, ...mounted.edits];
    yield {
      title:
        file.what === 'environment file'
          ? `Do not copy ${shown}: pass it at run time with --env-file`
          : `Do not copy ${shown}: mount it${target === undefined ? '' : ` at ${target}`} when the container runs`,
      safety: 'review',
      preferred: !buildFirst,
      edits: joinEdits(edits),
    };
  } else if (typeof mounted !== 'string' && mounted.steps === 0)
    yield {
      title: `Do not copy ${shown}, which no step reads`,
      safety: 'review',
      preferred: true,
      edits: joinEdits([removed, ...mounted.edits]),
    };
  else if (typeof mounted === 'string')
    yield { title: `Mount ${shown} for the steps that read it`, reason: mounted };
}

function mountFix(
  shown: string,
  path: string,
  isFolder: boolean,
  { edits, id, steps }: MountedFile,
  removed: Edit,
  preferred: boolean,
): Fix {
  const whom = steps === 1 ? 'the step that reads it' : `the ${steps} steps that may read it`;
  return {
    title: isFolder
      ? `Mount ${shown} for ${whom}, from the build context`
      : `Mount ${shown} for ${whom} (build with --secret id=${id},src=${path})`,
    safety: 'review',
    preferred,
    edits: joinEdits([removed, ...edits]),
  };
}

function destinationOf(model: Model, instruction: Instruction): string | undefined {
  const state = model.before(instruction);
  const text = expand(readCopy(instruction)?.destination.raw ?? '', state, model);
  if (!text) return undefined;
  if (text.startsWith('/')) return normalisePath(text);
  return state.workdir === undefined ? undefined : normalisePath(`${state.workdir}/${text}`);
}

function readerTest(model: Model, what: string): ((run: Instruction) => boolean) | undefined {
  const readers = readersOf[what];
  return readers && ((run) => commandsOf(model, run).some(({ name }) => readers.test(name ?? '')));
}
