// What the runtime gets from the builder, and whom it belongs to.
import { readCopy } from '../../../parse/arguments.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { accountOfRuntime } from '../../carry.ts';
import { type Piece, type RuntimeChoice, type SplitInput, SplitRefusal } from '../../plan.ts';
import { isWithin } from '../../stage-files.ts';
import { installScripts } from './project.ts';
import type { Reading } from './reading.ts';
import { smallestArtifacts } from './smallest.ts';

/**
 * Gives the empty folders of the project to the account of the program, where it was root that made and used them. COPY from a stage
 * keeps the owner. Tried with BuildKit 0.32.
 */
export function giveMadeFolders(
  { stage }: SplitInput,
  { places }: Reading,
  choice: RuntimeChoice,
  owner: string | undefined,
): Piece | undefined {
  const paths = places.made.filter((path) => !/[\s$*?[\]{}~'"]/.test(path));
  if (owner !== undefined || paths.length === 0 || choice.facts.users === undefined) return undefined;
  if (stage.end.runsAsRoot !== true) return undefined;
  const { name, uid, gid } = accountOfRuntime(choice);
  const foreign = choice.kind !== 'same' && choice.kind !== 'slim';
  const account = foreign || name === undefined ? `${uid}:${gid}` : `${name}:${name}`;
  return {
    kind: 'added',
    text: `RUN chown ${account} ${paths.join(' ')}`,
    why: 'The file makes these folders for the program to write to, which no longer runs as root.',
  };
}

export interface Artifacts {
  readonly pieces: readonly Piece[];
  /** What stands after `--chown=`. */
  readonly owner: string | undefined;
}

/** @throws SplitRefusal where it is not known which files the program needs */
export function artifactsOf(input: SplitInput, reading: Reading, choice: RuntimeChoice): Artifacts {
  const { places } = reading;
  const owner = ownerOf(input, reading, choice);
  const flag = owner === undefined ? '' : `--chown=${owner} `;
  const copy = (path: string, why: string, given = flag): Piece => ({
    kind: 'derived',
    instruction: places.last,
    text: `COPY --from=builder ${given}${path} ${path}`,
    why,
  });
  const smallest = smallestArtifacts(input, reading);
  if (smallest)
    return {
      pieces: smallest.map((path) => copy(path, `The program needs \`${path}\` of what the builder has.`)),
      owner,
    };
  const pieces = places.roots.flatMap((root) =>
    root === '/'
      ? ownFolders(input, reading).map((path) => copy(path, `\`${path}\` is what the builder made.`))
      : [
          copy(
            textOf(input, reading, root),
            `\`${root}\` comes with everything that was installed and built in it.`,
          ),
        ],
  );
  for (const path of places.outside)
    pieces.push(copy(path, `A step of the builder puts \`${path}\` there.`, ''));
  return { pieces, owner };
}

/** In `/` the project's folders lie among those of the system: each has to be named. */
function ownFolders(input: SplitInput, { places, project, start, builds }: Reading): string[] {
  const at = places.own.find(({ folder }) => folder === '/')?.command.command.at ?? input.stage.from.at;
  const refuse = (what: string): never => {
    throw new SplitRefusal(
      `The project lies in \`/\` among the system's folders, and ${what}. Give it a folder of its own with WORKDIR.`,
      'files needed are not known',
      at,
    );
  };
  if (!project || project.workspaces || installScripts(project).length > 0)
    return refuse('which files its install makes is not known');
  if (!builds) return ['/node_modules'];
  const output = start.plain
    ?.map((word) => /^\.?\/?(dist|build|out|lib)\//.exec(word)?.[1])
    .find((name) => name !== undefined);
  const script = project.scripts.build ?? '';
  const builder = places.own.filter(({ read }) => read.kind === 'build');
  const compiles =
    builder.every(
      ({ command }) =>
        /^(npm|yarn|pnpm)$/.test(command.name ?? '') && command.args.some(({ text }) => text === 'build'),
    ) && /^(tsc( (-p|--project) [\w./-]+)?|nest build|tsup|npm run clean && tsc)$/.test(script.trim());
  if (output === undefined || !compiles) return refuse('which files its build makes is not known');
  return ['/node_modules', `/${output}`];
}

/** The folder as the file names it where a build argument takes part, which may have another value than its default. */
function textOf({ stage, model }: SplitInput, { files, places }: Reading, root: string): string {
  for (const instruction of stage.instructions) {
    if (instruction.at.start > places.last.at.start) break;
    const copy = readCopy(instruction);
    const word =
      instruction.keyword === 'WORKDIR'
        ? instruction.words[0]
        : copy && !copy.from
          ? copy.destination
          : undefined;
    if (!word?.raw.includes('$')) continue;
    const state = model.before(instruction);
    const path = files.path(
      word.raw.replace(
        /\$\{?(\w+)\}?/g,
        (whole, name: string) => state.env.get(name) ?? state.args.get(name) ?? whole,
      ),
      instruction,
      files.directoryBefore(instruction),
    );
    const names = [...word.raw.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name!);
    if (path !== root || !names.some((name) => state.args.has(name) && !state.env.has(name))) continue;
    if (!word.raw.startsWith('/') && !word.raw.startsWith('$'))
      throw new SplitRefusal(
        `A build argument gives the folder \`${word.raw}\`, and COPY --from needs its whole path.`,
        'files needed are not known',
        word.at,
      );
    return word.raw;
  }
  return root;
}

/** Who the project's files belong to, where the file gives them to somebody. */
function ownerOf(
  { model, stage }: SplitInput,
  { places, files, start }: Reading,
  choice: RuntimeChoice,
): string | undefined {
  let owner = places.owner;
  if (owner === undefined) {
    for (const instruction of stage.instructions) {
      if (instruction.at.start > places.last.at.start) break;
      const chown = readCopy(instruction)?.chown?.value;
      const inside = files.copied.some(
        (one) => one.instruction === instruction && places.roots.some((root) => isWithin(root, one.target)),
      );
      if (chown !== undefined && inside && !/^(root|0)(:|$)/.test(chown)) owner = chown;
    }
    const user = places.own
      .map(({ instruction }) => model.before(instruction))
      .find((state) => state.runsAsRoot === false)?.user;
    if (user) owner ??= user.group === undefined ? user.name : `${user.name}:${user.group}`;
  }
  if (owner === undefined && start.program?.[0] === 'vite') return accountOfProgram(stage, choice);
  if (owner === undefined || /^(root|0)(:|$)/.test(owner)) return undefined;
  const foreign = choice.kind !== 'same' && choice.kind !== 'slim';
  if (!foreign || /^\d+(:\d+)?$/.test(owner)) return owner;
  const { uid, gid } = accountOfRuntime(choice);
  return `${uid}:${gid}`;
}

/** Vite writes its settings, compiled, among the packages each time it starts. */
function accountOfProgram({ end }: SplitInput['stage'], choice: RuntimeChoice): string | undefined {
  if (choice.facts.users === undefined) return undefined;
  const said = end.runsAsRoot === false && end.user?.by !== 'image' ? end.user?.name : undefined;
  const { name, uid, gid } = accountOfRuntime(choice);
  if (choice.kind !== 'same' && choice.kind !== 'slim') return `${uid}:${gid}`;
  return said ?? (name === undefined ? undefined : `${name}:${name}`);
}

/**
 * COPY gives what it copies to the owner, but not a folder that is there already: such a WORKDIR comes after it.
 * Tried with BuildKit 0.32.
 */
export function workdirToMove(
  { stage }: SplitInput,
  { places, files }: Reading,
  owner: string | undefined,
): { readonly instructions: ReadonlySet<Instruction>; readonly pieces: readonly Piece[] } {
  const instructions = new Set<Instruction>();
  const pieces: Piece[] = [];
  if (owner === undefined || !places.ownsFolder) return { instructions, pieces };
  let directory: string | undefined;
  for (const instruction of stage.instructions) {
    if (instruction.at.start > places.last.at.start) break;
    if (instruction.keyword !== 'WORKDIR') continue;
    const [word] = instruction.words;
    directory = word && files.path(word.value, instruction, files.directoryBefore(instruction));
    if (directory === undefined || word!.raw.includes('$')) return { instructions: new Set(), pieces: [] };
    if (!places.roots.some((root) => isWithin(root, directory!))) continue;
    instructions.add(instruction);
  }
  const last = [...instructions].at(-1);
  if (last && directory !== undefined)
    pieces.push({
      kind: 'added',
      text: `WORKDIR ${directory}`,
      why: 'WORKDIR comes after the files, so that the folder itself belongs to their owner too.',
    });
  return { instructions, pieces };
}
