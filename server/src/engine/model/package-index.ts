// Where apt has no package index: the official images remove it, and only `apt-get update` brings it back.
import { readMounts } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';
import { type PlainCommand, scriptsOf } from './apply-run.ts';
import { mayRunAnything } from './hidden-commands.ts';
import { fileCommands, harmless, languageTools } from './known-commands.ts';
import type { Model, Stage } from './model.ts';
import { startsFromOfficialImage } from './official-base.ts';
import { fetchesIndex, type PackageCall, readPackageCall } from './package-calls.ts';
import type { ImageState } from './state.ts';

/** An `apt-get install` where there is certainly no index. */
export interface BlindInstall {
  readonly stage: Stage;
  readonly instruction: Instruction;
  readonly call: PackageCall;
  readonly before: ImageState;
  /** An earlier command of the stage removed it; else the image never had it. */
  readonly wasRemoved: boolean;
}

/** Every install of apt that runs without an index in every build. Linear in the file. */
export function blindInstalls(model: Model): BlindInstall[] {
  const found: BlindInstall[] = [];
  const emptyAtEnd = new Set<Stage>();
  let wasRemoved = false;
  for (const stage of model.stages) {
    wasRemoved = false;
    let empty =
      stage.base.kind === 'stage'
        ? emptyAtEnd.has(stage.base.stage) &&
          !stage.base.stage.instructions.some(({ keyword }) => keyword === 'ONBUILD')
        : startsFromOfficialImage(stage) && stage.start.facts?.packageManager === 'apt';
    for (const instruction of stage.instructions) {
      if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') {
        const { opaqueBy } = model.after(instruction);
        if (opaqueBy === instruction || /^["']?(\/var|\/?$|\$)/.test(instruction.words.at(-1)?.raw ?? ''))
          empty = false;
      } else if (instruction.keyword === 'RUN') empty = run(instruction, empty, stage);
    }
    if (empty) emptyAtEnd.add(stage);
  }
  return found;

  function run(instruction: Instruction, before: boolean, stage: Stage): boolean {
    const text = instruction.heredocs.length > 0 ? '' : instruction.body.text;
    // Most RUNs have nothing to do with apt.
    if (!before && !text.includes('/lib/apt') && instruction.heredocs.length === 0) return false;
    if (readMounts(instruction).some(({ target }) => target === undefined || /apt|^\/var|\$/.test(target)))
      return false;
    const scripts = scriptsOf(instruction, model.before(instruction));
    if (scripts.length === 0 || scripts.some(({ incomplete }) => incomplete)) return false;
    let empty = before;
    for (const { command, before: state } of model.commandSteps(instruction)) {
      const call = readPackageCall(command);
      // A word that is not known may be `--update`.
      if (call?.manager === 'apt' && (fetchesIndex(call) || call.hasUnknownWord)) empty = false;
      else if (empty && call?.manager === 'apt' && call.action === 'install') {
        if (command.command.certainty === 'always')
          found.push({ stage, instruction, call, before: state, wasRemoved });
      } else if (removesLists(command)) {
        empty = command.command.certainty === 'always';
        wasRemoved = true;
      } else if (empty && !call && mayFetchIndex(command)) empty = false;
    }
    return empty;
  }
}

/** `rm -rf /var/lib/apt/lists/*` and its like: the whole index goes. */
export function removesLists({ name, args }: PlainCommand): boolean {
  if (name !== 'rm' && name !== 'find') return false;
  if (name === 'find' && !args.some(({ text }) => text === '-delete' || text === 'rm')) return false;
  return args.some(({ text }) => /^\/var\/(lib\/(apt\/(lists\/?)?)?)?(\*(\.\*)?)?$/.test(text));
}

/** A command whose effect is not known; the tools of languages fetch no index, except where told to. */
function mayFetchIndex(command: PlainCommand): boolean {
  const { name, args } = command;
  if (command.command.name === undefined) return false;
  if (name === undefined || mayRunAnything(command)) return true;
  if (args.some(({ text }) => /^(--with-deps|install-deps)$/.test(text))) return true;
  return !harmless.has(name) && !fileCommands.has(name) && !languageTools.has(name) && !quiet.has(name);
}

const quiet: ReadonlySet<string> = new Set(
  'sh bash rm unlink curl wget tar unzip useradd groupadd usermod adduser addgroup chsh dpkg apt-mark pushd popd source rsync set'.split(
    ' ',
  ),
);
