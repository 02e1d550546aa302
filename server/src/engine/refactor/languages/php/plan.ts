// The plan of a PHP stage: what is compiled and what Composer fetches is copied, the rest is done again in the runtime.
import type { PlainCommand } from '../../../model/apply-run.ts';
import { absolute } from '../../../model/artifacts.ts';
import { startedWords } from '../../../model/started.ts';
import type { ImageState } from '../../../model/state.ts';
import { readCopy } from '../../../parse/arguments.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { lastPart } from '../../../text/paths.ts';
import { type Arrangement, arrange, type Place } from '../../arrange.ts';
import { type Piece, type Plan, type RuntimeChoice, type SplitInput, SplitRefusal } from '../../plan.ts';
import { isWithin, readStageFiles, type StageFiles } from '../../stage-files.ts';
import { commandText, readSteps, type StepPart, unknownScript } from '../../steps.ts';
import { type PhpCommand, readPhpCommand } from './commands.ts';
import { findProject, type Project } from './project.ts';

/** Source: the official images' `PHP_INI_DIR` and `php-config --extension-dir`, whose last folder names the version's interface. */
const extensionsFolder = '/usr/local/lib/php/extensions';
const librariesFolder = '/usr/local/lib/php';
const settingsFolder = '/usr/local/etc/php/conf.d';

/** A command of PHP's tools, where it stands. */
export interface PhpCall {
  readonly instruction: Instruction;
  readonly command: PlainCommand;
  readonly before: ImageState;
  readonly php: PhpCommand;
}

/** @throws SplitRefusal */
export function planOf(input: SplitInput, choice: RuntimeChoice): Plan {
  const { model, stage } = input;
  const calls = readCalls(input);
  refuseStart(input, calls);
  const own = new Set(calls.map(({ command }) => command));
  const steps = readSteps(model, stage.instructions, (command) => own.has(command));
  const last = calls.at(-1)!.instruction;
  const files = readStageFiles(input, '/');
  const project = findProject(input, files, calls, steps, last);
  const states = new Map(
    [...steps.keys()].flatMap((one) =>
      model.commandSteps(one).map(({ command, before }) => [command, before] as const),
    ),
  );
  const frontEnd = calls.some(({ php }) => php.purpose === 'front end');
  const artifacts = artifactPieces(calls, project);
  const inBuilder = (part: StepPart): boolean => isBuilders(part, project, states.get(part.command));
  const first = stage.instructions.find(
    (one) =>
      one.at.start <= last.at.start &&
      steps
        .get(one)
        ?.parts.some(
          (part) =>
            (part.kind === 'files' || part.kind === 'unknown') &&
            touches(part, project, states) &&
            !inBuilder(part),
        ),
  );
  const arrangement: Arrangement = {
    input,
    choice,
    steps,
    last,
    usedToBuild: () => true,
    onlyToBuild: (name) => /^COMPOSER_/.test(name),
    buildPackages: new Set([
      '$PHPIZE_DEPS',
      '${PHPIZE_DEPS}',
      ...(frontEnd ? ['nodejs', 'npm', 'yarn'] : []),
    ]),
    copy: (instruction) => placeOfCopy(input, files, project, instruction, last),
    files: (part) => (inBuilder(part) ? 'builder' : 'both'),
    unknown: (part) => (inBuilder(part) ? 'builder' : placeOfUnknown(part, commandText(model, part.command))),
    artifacts: { at: first ?? last, ...(first && { first: true }), pieces: artifacts },
    notes: notesOf(input),
  };
  return arrange(arrangement);
}

function readCalls({ model, stage }: SplitInput): PhpCall[] {
  const calls: PhpCall[] = [];
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'RUN') continue;
    const fetched = new Set<number>();
    for (const { command, before } of model.commandSteps(instruction)) {
      const { pipeline } = command.command;
      const fed = pipeline !== undefined && fetched.has(pipeline);
      const php: PhpCommand | undefined = fed
        ? { purpose: 'tool', shown: 'an installer' }
        : readPhpCommand(command);
      if (!php) continue;
      if (php.purpose === 'tool' && pipeline !== undefined) fetched.add(pipeline);
      if (php.purpose === 'foreign')
        throw new SplitRefusal(
          `What \`${php.shown}\` installs, and which packages it brings for run time, is not known.`,
          'step of unknown purpose',
          command.command.at,
        );
      calls.push({ instruction, command, before, php });
    }
  }
  // A file that only installs Composer has it for those who work in the container.
  const composes = calls.some(({ php }) => php.purpose === 'packages' || php.purpose === 'project');
  return composes ? calls : calls.filter(({ php }) => php.shown !== 'composer' && php.purpose !== 'tool');
}

/** Composer is not shipped. */
function refuseStart({ model, stage }: SplitInput, calls: readonly PhpCall[]): void {
  const uses = calls.some(({ php }) => php.purpose === 'packages' || php.purpose === 'project');
  const words = startedWords(model, stage) ?? [];
  if (uses && words.some((word) => /(^|[\s/])composer(\.phar)?(\s|$)/.test(word)))
    throw new SplitRefusal(
      'The container starts with Composer, which is not shipped after the split.',
      'start by package manager',
      stage.instructions.findLast(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT')?.at,
    );
}

/** What the runtime copies. */
function artifactPieces(calls: readonly PhpCall[], project: Project): Piece[] {
  const pieces: Piece[] = [];
  const has = (purpose: PhpCommand['purpose']) => calls.some(({ php }) => php.purpose === purpose);
  if (has('extension') || has('pear')) {
    const folder = has('pear') ? librariesFolder : extensionsFolder;
    pieces.push(
      {
        kind: 'added',
        text: `COPY --from=builder ${folder} ${folder}`,
        why: 'The extensions were compiled in the builder, for the same PHP.',
      },
      {
        kind: 'added',
        text: `COPY --from=builder ${settingsFolder} ${settingsFolder}`,
        why: 'PHP loads the extensions that are named here.',
      },
    );
  }
  for (const { path, owner } of project.folders)
    pieces.push({
      kind: 'added',
      text: `COPY --from=builder ${owner === undefined ? '' : `--chown=${owner} `}${path} ${path}`,
      why: path.endsWith('/vendor')
        ? "Composer's packages come from the builder; Composer itself is not shipped."
        : `\`${path}\` comes from the builder, with what Composer and the build made of it.`,
    });
  return pieces;
}

/** Its result lies where the runtime copies it from. */
function isBuilders(part: StepPart, project: Project, before: ImageState | undefined): boolean {
  const { command } = part;
  const words = [
    ...command.args,
    ...command.command.redirects.flatMap(({ target }) => (target ? [target] : [])),
  ];
  const paths = words
    .map(({ text }) => text.replace(/^\$\{?PHP_INI_DIR\}?/, '/usr/local/etc/php'))
    .filter((text) => text.startsWith('/') && !text.startsWith('/dev/'));
  if (part.kind === 'files' && paths.length > 0 && paths.every((path) => isWithin(settingsFolder, path)))
    return true;
  if (!project.whole || before === undefined) return false;
  // PHP and its console work in the project, which is copied as a whole; who owns the files is not.
  const inside = project.folders.some(({ path }) => isWithin(path, before.workdir ?? '/'));
  if (part.kind === 'unknown') return command.name === 'php' && inside;
  return (
    !/^(chown|chgrp)$/.test(command.name ?? '') &&
    project.folders.some(({ path }) =>
      words.every(({ value, text }) => {
        if (text.startsWith('-') || /^[0-7]{3,4}$|^[ugoa]*[+=-][rwxXst]+$/.test(text)) return true;
        const found = absolute(value, before.workdir ?? '/');
        return found !== undefined && isWithin(path, found);
      }),
    )
  );
}

/** The command works on what the runtime copies. */
function touches(part: StepPart, project: Project, states: ReadonlyMap<PlainCommand, ImageState>): boolean {
  const workdir = states.get(part.command)?.workdir ?? '/';
  return (
    part.command.name === 'php' ||
    part.command.args.some(({ value }) => {
      const found = absolute(value, workdir);
      return (
        found !== undefined &&
        project.folders.some(({ path }) => isWithin(path, found) || isWithin(found, path))
      );
    })
  );
}

const programs =
  /^(php|a2enmod|a2dismod|a2ensite|a2dissite|a2enconf|a2disconf|apachectl|curl|wget|git|gpg|apt-key|dpkg|dpkg-reconfigure|apt-mark|locale-gen|localedef|sha256sum|update-ca-certificates|usermod|groupmod|xargs|grep|awk|crontab|openssl|setcap|rsync)$/;

function placeOfUnknown({ command }: StepPart, text: string): Place | undefined {
  if (command.command.depth > 0) return 'builder';
  const { name = '' } = command;
  if (/\.(sh|bash)$/.test(name)) throw unknownScript(text, command.command.at);
  return programs.test(name) ? 'both' : undefined;
}

function placeOfCopy(
  { model }: SplitInput,
  files: StageFiles,
  project: Project,
  instruction: Instruction,
  last: Instruction,
): Place {
  const copy = readCopy(instruction)!;
  if (copy.from)
    return project.folders.length > 0 &&
      copy.sources.every(({ value }) => /(^|\/)composer(\.phar)?$/.test(value))
      ? 'builder'
      : 'both';
  if (copy.sources.some(({ value }) => value.includes('://')) || copy.heredocs.length > 0) return 'both';
  const copied = files.copied.filter((one) => one.instruction === instruction);
  if (
    project.whole &&
    copied.length > 0 &&
    copied.every(({ target }) => project.folders.some(({ path }) => isWithin(path, target)))
  )
    return 'builder';
  const manifests = copy.sources.every(({ value }) =>
    /^(composer\.(json|lock)\*?|composer\.\*|symfony\.lock|auth\.json)$/.test(lastPart(value)),
  );
  const folder = copied[0]?.target ?? model.before(instruction).workdir;
  const again = files.copied.some(
    (one) =>
      one.instruction.at.start > last.at.start &&
      one.source === '' &&
      folder !== undefined &&
      isWithin(one.target, folder),
  );
  return manifests && again ? 'builder' : 'both';
}

function notesOf({ base }: SplitInput): string[] {
  return base.facts?.compiler === true
    ? [
        `\`${base.text}\` itself has gcc and make, which PHP's extensions are compiled with, and there is no variant without them but on Alpine.`,
      ]
    : [];
}
