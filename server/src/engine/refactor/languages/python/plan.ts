// The plan of a Python stage: packages are installed into an environment in the builder, and the runtime copies it.
import { startedWords } from '../../../model/started.ts';
import { readCopy } from '../../../parse/arguments.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { type Arrangement, arrange } from '../../arrange.ts';
import { hasNoShell } from '../../carry.ts';
import { type Piece, type Plan, type RuntimeChoice, type SplitInput, SplitRefusal } from '../../plan.ts';
import { isWithin, readStageFiles, resolvePath, type StageFiles } from '../../stage-files.ts';
import { startFolder } from '../../start-folder.ts';
import { readClones } from './clones.ts';
import {
  compilersPiece,
  type Environments,
  environmentFolder,
  environmentPieces,
  environmentsOf,
} from './environment.ts';
import { ownInterpreter } from './interpreter.ts';
import { notesOf } from './notes.ts';
import { runtimePackages } from './packages.ts';
import { type Reading, readStage } from './reading.ts';
import { readRequirements } from './requirements.ts';
import { makeRewriter } from './rewrite.ts';
import { readSources, type Sources } from './sources.ts';
import { startedBy } from './start.ts';
import { placeOfUnknown, runsProgram } from './unknown.ts';
import { onlyToBuild, placeOfVariables, usedToBuild } from './variables.ts';
import { withoutPip } from './without-pip.ts';
import { folderSteps } from './without-shell.ts';

/** @throws SplitRefusal */
export function planOf(input: SplitInput, choice: RuntimeChoice): Plan {
  const reading = readStage(input);
  const { calls, steps } = reading;
  const last = calls.findLast(({ python }) => !/^(start|activate)$/.test(python.purpose))!.instruction;
  const environments = environmentsOf(reading);
  const files = readStageFiles(input, '/');
  const requirements = readRequirements(reading, files);
  const sources = readSources(reading, files, requirements, last);
  const clones = readClones(reading, last);
  const folders = folderSteps(
    reading,
    choice,
    last,
    files,
    environments.folders.map(({ path }) => path),
    (part) => clones.has(part) || sources.changesManifest(part),
  );
  const rewriter = makeRewriter(reading, environments, choice, files);
  refuseManagedScript(input, files);
  refuseWhereNothingFits(reading, environments, choice);
  const early = environments.before && environmentPieces(reading, environments, choice);
  const packages = runtimePackages(reading, requirements, choice);
  const artifacts = artifactPieces(reading, environments, sources, clones.folders, last);
  const place = artifactPlace(reading, environments, sources, last);
  const { from } = input.stage;
  const before = new Map<Instruction, readonly Piece[]>();
  const after = new Map<Instruction, readonly Piece[]>();
  if (early && choice.kind === 'distroless') after.set(from, early);
  else if (early) before.set(environments.before!, early);
  const tools = compilersPiece(input, choice);
  if (tools) after.set(from, [tools, ...(after.get(from) ?? [])]);
  const end = [...withoutPip(reading, environments, requirements, choice, last), ...folders.builder];
  if (end.length > 0) after.set(last, end);
  if (choice.kind === 'chainguard') after.set(from, [asRoot]);
  const uv = ownInterpreter(reading);
  if (uv) before.set(uv.at, [...uv.pieces, ...(before.get(uv.at) ?? [])]);
  const arrangement: Arrangement = {
    input,
    choice,
    steps,
    last,
    usedToBuild,
    onlyToBuild: (name) => onlyToBuild(reading, name),
    variables: (instruction) => placeOfVariables(reading, instruction),
    copy: (instruction) => sources.place(instruction),
    files: (part, instruction) =>
      clones.has(part) ? 'builder' : sources.placeOfFiles(part, steps.get(instruction)!),
    unknown: (part, instruction) =>
      clones.has(part) ? 'builder' : placeOfUnknown(reading, part, instruction),
    builderText(instruction) {
      const smaller = readCopy(instruction) ? sources.smaller(instruction) : undefined;
      if (smaller !== undefined)
        return { text: smaller, why: 'The packages are installed again only when this changes.' };
      return rewriter.inBuilder(instruction);
    },
    partText: (part) => rewriter.part(part),
    runtimeText: (instruction) => folders.text(instruction) ?? rewriter.inRuntime(instruction),
    leaves: packages.leaves,
    runtimeAfter: new Map([[from, [...packages.pieces, ...startFolder(input, files, choice)]]]),
    before,
    after,
    artifacts: { ...place, pieces: artifacts },
    notes: [
      ...notesOf(reading, requirements, sources, packages, choice),
      ...folders.owned.map(
        (path) =>
          `\`${path}\` itself belongs to root: the program can change its files there, but makes no new ones.`,
      ),
    ],
  };
  return arrange(arrangement);
}

/** The image to build in starts as its own account. */
const asRoot: Piece = {
  kind: 'added',
  text: 'USER root',
  why: 'The image to build in starts as another account, which may not write to the folders of the build.',
};

/** What no runtime image can mend. */
function refuseWhereNothingFits(
  { input, calls }: Reading,
  environments: Environments,
  choice: RuntimeChoice,
): void {
  const call = calls.find(({ target }) => target?.kind === 'user');
  if (call && hasNoShell(choice))
    throw new SplitRefusal(
      `The packages lie in the home folder of \`${call.before.user?.name}\`, and \`${choice.image}\` has no such account.`,
      'user before the build',
      call.command.command.at,
    );
  if (hasNoShell(choice) && startsScript(input))
    throw new SplitRefusal(
      `The container starts with a script, and \`${choice.image}\` has no shell to run it.`,
      'start command',
      startOf(input),
    );
  const byBase = calls.find(({ python }) => /^uv\b/.test(python.manager));
  if (choice.builder && byBase && input.base.facts?.tools['uv'] === true)
    throw new SplitRefusal(
      `\`${choice.builder.image}\` has no uv, which \`${input.base.text}\` brings.`,
      'instruction that cannot move',
      byBase.command.command.at,
    );
  const made = environments.folders.find(({ kind }) => kind !== 'environment' && kind !== 'project');
  const own = environments.folders.some(({ path }) => path !== environmentFolder);
  if (choice.kind === 'distroless' && own)
    throw new SplitRefusal(
      `The file makes its own folder for packages with the Python of \`${input.base.text}\`, which \`${choice.image}\` has elsewhere.`,
      'instruction that cannot move',
      input.stage.from.at,
    );
  if (choice.kind !== 'chainguard') return;
  const foreign = input.stage.instructions.find((instruction) =>
    calls.length > 0 && instruction.keyword === 'RUN'
      ? readStage(input)
          .steps.get(instruction)
          ?.parts.some(({ kind }) => kind === 'packages' || kind === 'account')
      : false,
  );
  if (foreign || made)
    throw new SplitRefusal(
      `\`${choice.builder!.image}\` has another package manager and other account programs than this step uses.`,
      'instruction that cannot move',
      foreign?.at,
    );
}

/** A script of the project that is seen to start programs with a package manager, which is not shipped. */
function refuseManagedScript(input: SplitInput, files: StageFiles): void {
  for (const word of startedWords(input.model, input.stage) ?? []) {
    const path = /\.(sh|bash)$|entrypoint/.test(word) ? resolvePath(word, files.directory) : undefined;
    const text = path === undefined ? undefined : files.text(path);
    const manager = /^[ \t]*(?:exec[ \t]+)?(poetry|uv|pipenv|pdm)[ \t]/m.exec(text ?? '')?.[1];
    if (manager !== undefined)
      throw new SplitRefusal(
        `\`${word}\` starts programs with ${manager}, which is not shipped.`,
        'start by package manager',
        startOf(input),
      );
  }
}

/** A script of a shell, whatever it is called in its first line. */
function startsScript({ model, stage }: SplitInput): boolean {
  return (startedWords(model, stage) ?? []).some(
    (word) => /\.(sh|bash)$|entrypoint/.test(word) || /\/(start|run|init|boot|launch)[\w-]*$/.test(word),
  );
}

function startOf({ stage }: SplitInput): Instruction['at'] | undefined {
  return stage.instructions.findLast(({ keyword }) => keyword === 'ENTRYPOINT' || keyword === 'CMD')?.at;
}

/** What the runtime copies. */
function artifactPieces(
  { input }: Reading,
  environments: Environments,
  sources: Sources,
  cloned: readonly string[],
  last: Instruction,
): Piece[] {
  const pieces: Piece[] = cloned.map((folder) => ({
    kind: 'added',
    text: `COPY --from=builder ${folder} ${folder}`,
    why: `\`${folder}\` was fetched in the builder, and what the steps did in it comes along.`,
  }));
  const folders = environments.folders.map(({ path }) => path);
  for (const folder of sources.fromBuilder) {
    const owner = ownerOf(input, folder, last);
    pieces.push({
      kind: 'added',
      text: `COPY --from=builder ${owner}${folder} ${folder}`,
      why: `The install writes into \`${folder}\` and links to it, so that it comes from the builder as a whole.`,
    });
  }
  for (const path of folders) {
    if (sources.fromBuilder.some((folder) => isWithin(folder, path))) continue;
    pieces.push({
      kind: 'added',
      text: `COPY --from=builder ${path} ${path}`,
      why: `The packages come from the builder, to the same path, because the programs in \`${path}\` name it.`,
    });
  }
  if (environments.before) pieces.push(onPath(environmentFolder));
  for (const { path, kind } of environments.folders)
    if (
      (kind === 'project' ||
        (kind === 'environment' && path !== environmentFolder && startsByManager(input))) &&
      input.stage.end.env.get('PATH')?.split(':').includes(`${path}/bin`) !== true
    )
      pieces.push(onPath(path));
  return pieces;
}

/** `uv run` and the like found the environment by itself. */
function startsByManager(input: SplitInput): boolean {
  return input.stage.instructions.some(
    (one) => /^(CMD|ENTRYPOINT)$/.test(one.keyword) && startedBy(input, one) !== undefined,
  );
}

const onPath = (folder: string): Piece => ({
  kind: 'added',
  text: `ENV PATH="${folder}/bin:$PATH"`,
  why: `\`python\` and the programs of the packages are those of \`${folder}\`.`,
});

/** `--chown=app:app ` where the COPY that brought a folder has it. */
function ownerOf({ model, stage }: SplitInput, folder: string, last: Instruction): string {
  const copy = stage.instructions.findLast(
    (one) => one.at.start < last.at.start && readCopy(one)?.chown?.value !== undefined,
  );
  return copy && isWithin(folder, model.before(copy).workdir ?? '')
    ? `--chown=${readCopy(copy)!.chown!.value} `
    : '';
}

/** Before the sources where nothing speaks against it, so that a change of them leaves the packages' layer as it is. */
function artifactPlace(
  reading: Reading,
  environments: Environments,
  sources: Sources,
  last: Instruction,
): { at: Instruction; first?: boolean } {
  const { input, steps } = reading;
  const { stage, model, context } = input;
  const early = stage.instructions.filter((one) => one.at.start <= last.at.start);
  const uses = (one: Instruction): boolean => {
    if (one.keyword === 'COPY' || one.keyword === 'ADD')
      return readCopy(one) === undefined || (!readCopy(one)!.from && sources.place(one) !== 'builder');
    return steps.get(one)?.parts.some(runsProgram) === true;
  };
  const covered = environments.folders.some(({ path }) => {
    if (path === environmentFolder) return false;
    if (/^\/(home|root)\//.test(path)) return true;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const absent = context.paths?.every((one) => !one.startsWith(`${name}/`)) === true;
    const within = stage.instructions.some((one) => {
      const workdir = readCopy(one) && model.before(one).workdir;
      return workdir !== undefined && workdir !== '/' && isWithin(workdir, path);
    });
    return within && !absent;
  });
  const first = early.find(uses);
  if (covered || sources.fromBuilder.length > 0) {
    // After what may bring a folder of the same name from the context.
    const lastCopy = early.findLast((one) => one.keyword !== 'RUN' && uses(one));
    return { at: lastCopy ?? last };
  }
  return first ? { at: first, first: true } : { at: last };
}
