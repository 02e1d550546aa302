// The plan of a Ruby stage: gems are installed in the builder, and the runtime copies their folder and the lock file.
import { absolute } from '../../../model/artifacts.ts';
import { commandsOf } from '../../../model/commands.ts';
import type { ImageState } from '../../../model/state.ts';
import { readCopy } from '../../../parse/arguments.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { lastPart } from '../../../text/paths.ts';
import { type Arrangement, arrange, type Place } from '../../arrange.ts';
import { type Piece, type Plan, type RuntimeChoice, type SplitInput, SplitRefusal } from '../../plan.ts';
import { runtimeLibraries } from '../../runtime-libraries.ts';
import { isWithin, readStageFiles, type StageFiles } from '../../stage-files.ts';
import { commandText, readSteps, type StepPart, unknownScript } from '../../steps.ts';
import { readRubyCommand } from './commands.ts';
import { gemNeeds } from './gems.ts';

/** Source: `ENV GEM_HOME` of the official images, which Bundler keeps its settings in, too. */
const officialFolder = '/usr/local/bundle';

/** @throws SplitRefusal */
export function planOf(input: SplitInput, choice: RuntimeChoice): Plan {
  const { model, stage } = input;
  const calls = stage.instructions.flatMap((instruction) =>
    instruction.keyword !== 'RUN'
      ? []
      : model.commandSteps(instruction).flatMap(({ command, before }) => {
          const ruby = readRubyCommand(command);
          return ruby && ruby.purpose !== 'start' ? [{ instruction, command, before, ruby }] : [];
        }),
  );
  const own = new Set(calls.map(({ command }) => command));
  const steps = readSteps(model, stage.instructions, (command) => own.has(command));
  const last = calls.at(-1)!.instruction;
  const files = readStageFiles(input, '/');
  const folders = new Set<string>();
  for (const { ruby, before, command } of calls) {
    const folder = folderOf(ruby.folder, before);
    if (folder === undefined)
      throw new SplitRefusal(
        'The folder that the gems go to is not known.',
        'files needed are not known',
        command.command.at,
      );
    if (ruby.purpose === 'install') folders.add(folder);
    const stubs = command.args
      .map(({ text }) => /^--binstubs(?:=(.+))?$/.exec(text))
      .find((match) => match !== null);
    if (stubs) folders.add(absolute(stubs[1] ?? 'bin', before.workdir ?? '/')!);
    // Bundler keeps there what `bundle config` says.
    if (ruby.manager === 'bundle') folders.add(before.env.get('BUNDLE_APP_CONFIG') ?? officialFolder);
    if (ruby.purpose === 'setting' && ruby.folder !== undefined) folders.add(folder);
  }
  const bundles = calls.find(({ ruby }) => ruby.manager === 'bundle' && ruby.purpose === 'install');
  const locks = bundles && lockPieces(input, files, bundles.before);
  const { from } = stage;
  const libraries = librariesPiece(input, files, choice, bundles?.before);
  const outer = [...folders].filter(
    (one) => ![...folders].some((other) => other !== one && isWithin(other, one)),
  );
  const arrangement: Arrangement = {
    input,
    choice,
    steps,
    last,
    usedToBuild: (name) =>
      !/^(PORT|HOST|TZ|RAILS_(LOG_TO_STDOUT|SERVE_STATIC_FILES)|DATABASE_URL|SECRET_KEY_BASE)$/.test(name),
    onlyToBuild: () => false,
    leaves: (_manager, name) => (/^(ruby-dev|bundler|ruby-bundler)$/.test(name) ? [] : undefined),
    copy: (instruction) => placeOfCopy(input, files, instruction, last),
    unknown: (part) => placeOfUnknown(part, commandText(model, part.command)),
    artifacts: {
      ...placeOfGems(
        input,
        files,
        outer,
        last,
        (one) => placeOfCopy(input, files, one, last),
        (one) => steps.get(one)?.parts.some(startsProgram) === true,
      ),
      pieces: [
        ...outer.map(
          (folder): Piece => ({
            kind: 'added',
            text: `COPY --from=builder ${folder} ${folder}`,
            why: `The gems come from the builder, with the programs that start them.`,
          }),
        ),
        ...(locks ?? []),
      ],
    },
    runtimeAfter: new Map([[from, libraries.pieces]]),
    notes: notesOf(input, choice, libraries.complete),
  };
  return arrange(arrangement);
}

/** The folder of an install: where it says so, where the environment says so, or the image's own. */
function folderOf(said: string | undefined, before: ImageState): string | undefined {
  const workdir = before.workdir ?? '/';
  if (said !== undefined) return said.includes('$') ? undefined : absolute(said, workdir);
  const path = before.env.get('BUNDLE_PATH');
  if (before.env.has('BUNDLE_PATH')) return absolute(path, workdir);
  if (before.env.has('GEM_HOME')) return absolute(before.env.get('GEM_HOME'), workdir);
  return officialFolder;
}

/** A lock file that the install writes is needed at run time: without it Bundler would choose versions again. */
function lockPieces(input: SplitInput, files: StageFiles, before: ImageState): Piece[] | undefined {
  const workdir = before.workdir ?? '/';
  const manifest = before.env.get('BUNDLE_GEMFILE');
  if (manifest !== undefined) return undefined;
  const lock = absolute('Gemfile.lock', workdir)!;
  const there = files.inContext(lock);
  if (files.copied.some(({ source }) => lastPart(source) === 'Gemfile.lock')) return undefined;
  if (there !== undefined && input.context.paths?.includes(there)) return undefined;
  return [
    {
      kind: 'added',
      text: `COPY --from=builder ${lock} ${lock}`,
      why: 'Bundler wrote the versions that it chose into Gemfile.lock, and starts those.',
    },
  ];
}

function placeOfCopy(
  { stage, model }: SplitInput,
  files: StageFiles,
  instruction: Instruction,
  last: Instruction,
): Place {
  const copy = readCopy(instruction)!;
  if (copy.from || copy.heredocs.length > 0) return 'both';
  const manifests = copy.sources.every(({ value }) =>
    /^(Gemfile[\w.*]*|[\w.-]+\.gemspec|\.ruby-version|\.bundle)$/.test(lastPart(value)),
  );
  if (!manifests) return 'both';
  // The whole context comes later, to the same folder.
  const folder =
    files.copied.find((one) => one.instruction === instruction)?.target ?? model.before(instruction).workdir;
  const again = files.copied.some(
    (one) =>
      one.instruction.at.start > last.at.start &&
      one.source === '' &&
      folder !== undefined &&
      isWithin(one.target, folder),
  );
  return again && stage.instructions.includes(instruction) ? 'builder' : 'both';
}

/** Programs that only fetch or prepare; what compiles is refused. */
const programs =
  /^(ruby|rails|rake|irb|rackup|puma|bundle|curl|wget|git|gpg|apt-key|jekyll|sidekiq|unicorn|thin|foreman|whenever|dpkg|apt-mark|locale-gen|sha256sum|update-ca-certificates)$/;

/** Ruby, or a program that a gem brings. */
const startsProgram = ({ kind, command }: StepPart): boolean =>
  kind === 'unknown' &&
  !/^(curl|wget|git|gpg|apt-key|dpkg|apt-mark|locale-gen|sha256sum)$/.test(command.name ?? '');

function placeOfUnknown({ command }: StepPart, text: string): Place | undefined {
  if (command.command.depth > 0) return 'builder';
  const { name = '' } = command;
  if (/\.(sh|bash)$/.test(name)) throw unknownScript(text, command.command.at);
  return programs.test(name) || /(^|\/)bin\/(rails|rake|bundle|setup)$/.test(command.path ?? '')
    ? 'both'
    : undefined;
}

/** Before the sources, so that a change of them leaves the layer of the gems as it is. */
function placeOfGems(
  { stage }: SplitInput,
  files: StageFiles,
  folders: readonly string[],
  last: Instruction,
  place: (copy: Instruction) => Place,
  starts: (run: Instruction) => boolean,
): { at: Instruction; first?: boolean } {
  const covered = folders.some((folder) =>
    files.copied.some(({ target }) => target !== '/' && isWithin(target, folder)),
  );
  const first = stage.instructions.find(
    (one) => (readCopy(one) !== undefined && place(one) !== 'builder') || starts(one),
  );
  return first && !covered && first.at.start < last.at.start ? { at: first, first: true } : { at: last };
}

/** What gems load or start that only the full image has. */
function librariesPiece(
  input: SplitInput,
  files: StageFiles,
  choice: RuntimeChoice,
  before: ImageState | undefined,
): { readonly pieces: readonly Piece[]; readonly complete: boolean } {
  const { facts } = choice;
  if (choice.kind !== 'slim' || facts.packageManager !== 'apt') return { pieces: [], complete: true };
  const manifest = before && files.inContext(absolute('Gemfile', before.workdir ?? '/')!);
  const { known, complete } = gemNeeds(input, facts.release, manifest);
  const installed = [...input.stage.end.packages.entries()].map(([name]) => name);
  const there = new Set(
    installed.flatMap((name) => [name, ...(runtimeLibraries('apt', input.base.facts?.release, name) ?? [])]),
  );
  const missing = [
    ...known.map(
      ([gem, name]) =>
        [name, `\`${gem}\` needs \`${name}\` at run time, which \`${choice.image}\` does not have.`] as const,
    ),
    ...calledOfFull(input, choice).map(
      (name) => [name, `\`${name}\` is called here, and \`${choice.image}\` does not have it.`] as const,
    ),
  ].filter(([name]) => !there.has(name));
  if (missing.length === 0) return { pieces: [], complete };
  const names = [...new Set(missing.map(([name]) => name))];
  return {
    complete,
    pieces: [
      {
        kind: 'added',
        text: `RUN apt-get update \\\n    && apt-get install -y --no-install-recommends ${names.join(' ')} \\\n    && rm -rf /var/lib/apt/lists/*`,
        why: [...new Set(missing.map(([, why]) => why))].join(' '),
      },
    ],
  };
}

/** Programs that the full image has, that the slim one may lack, and that what is shipped calls by name. */
function calledOfFull({ model, stage }: SplitInput, { facts }: RuntimeChoice): string[] {
  const callers = stage.instructions.filter(({ keyword }) =>
    /^(RUN|CMD|ENTRYPOINT|HEALTHCHECK)$/.test(keyword),
  );
  return ['curl', 'wget', 'git'].filter((name) => {
    const known = facts.tools[name];
    const isThere = known !== undefined && known !== false;
    return !isThere && callers.some((one) => commandsOf(model, one).some((command) => command.name === name));
  });
}

function notesOf({ base }: SplitInput, choice: RuntimeChoice, complete: boolean): string[] {
  if (choice.kind !== 'slim') return [];
  return [
    `\`${choice.image}\` lacks what \`${base.text}\` has besides Ruby: git, curl, ImageMagick and the libraries with their headers. A program that starts or loads one of them needs its package here.`,
    ...(complete
      ? []
      : [
          'What the Gemfile asks for is not known here: gems that are compiled need their library in the runtime, as pg needs libpq5 and mysql2 libmariadb3.',
        ]),
    ...(base.reference.digest === undefined
      ? []
      : [`\`${choice.image}\` is not pinned to a digest as \`${base.text}\` is.`]),
  ];
}
