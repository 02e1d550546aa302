// Which files of the build context the installs need, and which the program does.
import { readCopy } from '../../../parse/arguments.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { lastPart } from '../../../text/paths.ts';
import type { Place } from '../../arrange.ts';
import { type SplitInput, SplitRefusal } from '../../plan.ts';
import { type Copied, isWithin, matches, resolvePath, type StageFiles } from '../../stage-files.ts';
import { has, type Step, type StepPart } from '../../steps.ts';
import { neededOf } from './needed-files.ts';
import { folderOf, type PythonCall, type Reading } from './reading.ts';
import type { Requirements } from './requirements.ts';

/** Where files belong. */
export interface Sources {
  /** Which files the installs read is known. */
  readonly independent: boolean;
  place(instruction: Instruction): Place;
  /** The command works on a file that only the builder has. */
  changesManifest(part: StepPart): boolean;
  /** A COPY that brings only what the installs read. */
  smaller(instruction: Instruction): string | undefined;
  /** Where a step that changes files is needed. */
  placeOfFiles(part: StepPart, step: Step): Place;
  /** Absolute folders that the runtime gets from the builder, because the install writes into them. */
  readonly fromBuilder: readonly string[];
  /** Absolute folders that the environment only links to. */
  readonly linked: readonly string[];
}

/** Files that only say what is to be installed. */
const manifest =
  /^((requirements|constraints)[\w.*-]*|[\w.*-]*requirements[\w.*-]*\.(txt|in)|pyproject\.toml|poetry\.(lock|toml)\*?|uv\.(lock|toml)\*?|pdm\.lock\*?|Pipfile(\.lock)?\*?|setup\.(py|cfg)|MANIFEST\.in|\.python-version|pip\.conf)$/;
const besides = /^(README|LICENSE|LICENCE|CHANGELOG|NOTICE|AUTHORS)[\w.*-]*$/i;

export function readSources(
  reading: Reading,
  files: StageFiles,
  requirements: Requirements,
  last: Instruction,
): Sources {
  const { input, steps, calls } = reading;
  const { model, stage } = input;
  const { text } = model.dockerfile;
  const needed = neededOf(input, calls, requirements, files);
  const independent = needed !== undefined && [...steps.values()].every(standsAlone);
  const { fromBuilder, linked } = linkedFolders();

  function standsAlone(step: Step): boolean {
    if (step.instruction.at.start > last.at.start) return true;
    const makesOnly = ({ kind, command }: Step['parts'][number]) =>
      kind === 'files' && /^(mkdir|touch|ldconfig)$/.test(command.name ?? '');
    if (has(step, 'own'))
      return step.parts.every(
        (part) =>
          (part.kind !== 'unknown' || isActivation(part)) && (part.kind !== 'files' || makesOnly(part)),
      );
    const source = text.slice(step.instruction.at.start, step.instruction.at.end);
    if (needed && [...needed.files, ...needed.folders].some((path) => source.includes(lastPart(path))))
      return false;
    const changes = step.parts.some((part) => part.kind === 'files' && !makesOnly(part));
    return !has(step, 'unknown') && !(changes && has(step, 'packages'));
  }

  /** The folders that an install links to, or writes its modules into. */
  function linkedFolders(): { fromBuilder: readonly string[]; linked: readonly string[] } {
    const all = [
      ...requirements.editable.map((path) => ({ path, call: undefined })),
      ...editableOf(input, calls),
    ];
    const whole: string[] = [];
    for (const { path, call } of all) {
      if (path === undefined || path === '/')
        throw new SplitRefusal(
          'The folder that an editable install links to is not known, or is the whole file system.',
          'editable install',
          call?.command.command.at,
        );
      const bySetup = call?.python.manager === 'setup.py';
      const metadata = files.inContext(`${path}/pyproject.toml`);
      const modern = metadata !== undefined && input.context.paths?.includes(metadata) === true;
      // Without pyproject.toml the link and the programs need what the install writes beside the sources.
      if (bySetup || !modern) whole.push(path);
    }
    const outer = whole.filter((path) => !whole.some((other) => other !== path && isWithin(other, path)));
    return { fromBuilder: [...new Set(outer)], linked: all.map(({ path }) => path!) };
  }

  function covers({ source, target, isFolder }: Copied, path: string): boolean {
    if (isFolder === false) return target === path;
    if (isFolder) return isWithin(target, path);
    return /[*?[]/.test(source)
      ? resolvePath(lastPart(path), target) === path && matches(lastPart(source), lastPart(path))
      : isWithin(target, path);
  }

  function copiedBy(instruction: Instruction): readonly Copied[] {
    return files.copied.filter((one) => one.instruction === instruction);
  }

  function isManifest(instruction: Instruction): boolean {
    const copy = readCopy(instruction)!;
    if (copy.heredocs.length > 0 || copy.sources.length === 0) return false;
    const names = copy.sources.map(({ value }) => lastPart(value.replace(/\/$/, '')));
    const read = calls.flatMap(({ python }) => python.files.map((file) => lastPart(file)));
    const said = (name: string) => manifest.test(name) || read.includes(name);
    if (!names.every((name) => said(name) || besides.test(name)) || !names.some(said)) return false;
    return !names.some((name) => isReadLater(name));
  }

  /** The start or a later step names the file. */
  function isReadLater(name: string): boolean {
    return stage.instructions.some(
      (one) =>
        (/^(CMD|ENTRYPOINT|HEALTHCHECK)$/.test(one.keyword) ||
          (one.keyword === 'RUN' && one.at.start > last.at.start)) &&
        text.slice(one.at.start, one.at.end).includes(name),
    );
  }

  function place(instruction: Instruction): Place {
    const copy = readCopy(instruction)!;
    if (copy.from) {
      const tools = copy.sources.every(({ value }) => /(^|\/)(uv|uvx|poetry|pipenv|pdm)$/.test(value));
      return tools ? 'builder' : 'both';
    }
    const addresses = copy.sources.map(({ value }) => value).filter((value) => value.includes('://'));
    if (addresses.length > 0)
      return addresses.every((value) => /astral\.sh\/uv|python-poetry\.org|bootstrap\.pypa\.io/.test(value))
        ? 'builder'
        : 'both';
    if (isManifest(instruction)) return 'builder';
    const copied = copiedBy(instruction);
    const inBuilder =
      copied.length > 0 && copied.every(({ target }) => fromBuilder.some((one) => isWithin(one, target)));
    if (inBuilder) return 'builder';
    if (!independent || copied.length === 0) return 'both';
    const folder = (target: string) => needed!.folders.find((one) => isWithin(one, target));
    if (copied.every(({ target }) => folder(target) !== undefined && !isNamedElsewhere(folder(target)!)))
      return 'builder';
    if (copied.some(({ target }) => folder(target) !== undefined)) return 'both';
    const paths = [...needed!.files, ...needed!.folders];
    return paths.some((path) => copied.some((one) => covers(one, path))) ? 'both' : 'runtime';
  }

  /** Something besides the installs names the folder, which may hold more than packages then. */
  function isNamedElsewhere(folder: string): boolean {
    const name = lastPart(folder);
    return stage.instructions.some(
      (one) =>
        (/^(ENV|VOLUME)$/.test(one.keyword) && text.slice(one.at.start, one.at.end).includes(name)) ||
        isReadLater(name),
    );
  }

  /** It works on a file that only the builder has. */
  function changesManifest({ command }: StepPart): boolean {
    const words = [
      ...command.args,
      ...command.command.redirects.flatMap(({ target }) => (target ? [target] : [])),
    ];
    const names = words.map((word) => lastPart(word.text));
    return stage.instructions.some((one) => {
      if (one.at.start > last.at.start || readCopy(one) === undefined || readCopy(one)!.from) return false;
      return isManifest(one) && readCopy(one)!.sources.some(({ value }) => names.includes(lastPart(value)));
    });
  }

  function smaller(instruction: Instruction): string | undefined {
    if (!independent || place(instruction) !== 'both' || readCopy(instruction)?.from) return undefined;
    const copied = copiedBy(instruction);
    const within = (path: string) => copied.some((one) => covers(one, path));
    if (needed!.folders.some(within)) return undefined;
    const paths = needed!.files.filter(within);
    const sources = paths.map((path) => files.inContext(path));
    const folders = new Set(paths.map((path) => path.slice(0, path.lastIndexOf('/')) || '/'));
    const [folder] = folders;
    if (folder === undefined || folders.size > 1) return undefined;
    if (sources.some((source) => source === undefined || /\s/.test(source))) return undefined;
    const here = folder === files.directoryBefore(instruction);
    if (instruction.flags.some(({ name }) => !/^(chown|chmod|link)$/.test(name))) return undefined;
    const flags = instruction.flags.map(({ at }) => `${text.slice(at.start, at.end)} `).join('');
    return `${instruction.keyword} ${flags}${sources.join(' ')} ${here ? './' : folder === '/' ? '/' : `${folder}/`}`;
  }

  return {
    independent,
    place,
    changesManifest,
    smaller,
    fromBuilder,
    linked,
    placeOfFiles(part, step) {
      if (changesManifest(part)) return 'builder';
      // Another account than root needs what was made for it, and given to it, before.
      const asRoot = calls.every(({ before }) => before.runsAsRoot === true);
      return independent && asRoot && !has(step, 'own') && !has(step, 'packages') ? 'runtime' : 'both';
    },
  };
}

const isActivation = ({ command }: StepPart): boolean => command.name === '.' || command.name === 'source';

function editableOf(
  input: SplitInput,
  calls: readonly PythonCall[],
): { path: string | undefined; call: PythonCall }[] {
  return calls.flatMap((call) =>
    call.python.editable
      .filter((written) => !/^(git|hg|svn|bzr)\+|:\/\//.test(written))
      .map((written) => ({
        path: resolvePath(written.replace(/\[.*$/, ''), folderOf(input, call.command, call.before)),
        call,
      })),
  );
}
