// The plan of a Java stage: up to its last build step the builder, then a JRE with what the start command needs.
import { readPairs } from '../../../parse/arguments.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import { type Arrangement, arrange } from '../../arrange.ts';
import { placeOfFiles, placeOfUnknown } from '../../build-steps.ts';
import { hasNoShell } from '../../carry.ts';
import { modeFlag } from '../../downloaded-files.ts';
import { type Piece, type Plan, type RuntimeChoice, type SplitInput, SplitRefusal } from '../../plan.ts';
import { probeFault, probeTool } from '../../probe-tool.ts';
import { isWithin, type StageFiles } from '../../stage-files.ts';
import { leavesNothing, startFolder, workdirText } from '../../start-folder.ts';
import { linkedPieces, linkStep, localeNotes } from './jlink.ts';
import type { Needed } from './needs.ts';
import { placeOfCopy } from './placement.ts';
import { startFor, type Written } from './shell-start.ts';
import { projectOf, type Study } from './study.ts';
import { isJavaPackage, runtimePackage } from './vendor.ts';

/** Variables of the build tools, which no program reads. */
const toolVariable = /^(MAVEN_|M2_|MVN|GRADLE_|MAVEN$|ANT_|SBT_)/;

/** Variables that the JDK and its tools read. */
const javaVariable = /^(JAVA_HOME|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|PATH|HOME)$/;

/** Tools that only a build calls. */
const buildPackages: ReadonlySet<string> = new Set(
  'ant dos2unix findutils git git-core gradle maven tar unzip which xz-utils zip'.split(' '),
);

/** @throws SplitRefusal where this image cannot have what the program needs */
export function planOf(input: SplitInput, choice: RuntimeChoice, known: Study): Plan {
  const { files, steps, last, major, rewritten } = known;
  const jar = known.pattern === undefined ? undefined : patternPieces(known.pattern, known, choice);
  const isTomcat = known.kit.vendor === 'tomcat';
  const text = isTomcat
    ? new Map()
    : startFor(
        choice,
        known.written,
        input.stage.end.packages.has('bash'),
        jar?.words ?? rewritten?.start.words,
      );
  const linked = choice.kind === 'jlink';
  // A folder on PATH may bring anything, so that the rules find no fault.
  const fault = linked ? probeFault(input, choice) : undefined;
  if (fault !== undefined) throw new SplitRefusal(fault, 'result would be wrong', healthCheckAt(input));
  const output = input.model.before(last).runsAsRoot === true ? '/opt/jre' : '/tmp/jre';
  const paths = known.needed.map(({ path }) => path);
  const tools = toolsOfBuild(input, known);
  const project = projectOf(files, known.needed);
  const copyPlace = (instruction: Instruction) => placeOfCopy(instruction, files, input.context, paths);
  // A COPY that stands in the runtime too brings it itself.
  const brought = (path: string) =>
    files.copied.some(
      ({ instruction, target, isFolder }) =>
        isFolder === false && target === path && copyPlace(instruction) !== 'builder',
    );
  const arrangement: Arrangement = {
    input,
    choice,
    steps,
    last,
    usedToBuild: (name) => toolVariable.test(name) || javaVariable.test(name),
    onlyToBuild: (name) => toolVariable.test(name),
    leaves(_, name) {
      // What the image has needs no package.
      if (buildPackages.has(name) || tools.has(name) || choice.facts.tools[name]) return [];
      if (!isJavaPackage(name)) return undefined;
      const runtime = choice.kind === 'same' && !isTomcat ? runtimePackage(name) : undefined;
      return runtime === undefined ? [] : [runtime];
    },
    copy: copyPlace,
    files: (part, instruction) => placeOfFiles(part, steps.get(instruction)!, project),
    unknown: placeOfUnknown,
    after: new Map([[last, [...(rewritten?.pieces ?? []), ...(linked ? [linkStep(major, output)] : [])]]]),
    artifacts: {
      at: last,
      pieces: [
        ...startFolder(input, files, choice),
        ...probeTool(input, choice),
        ...(linked ? linkedPieces(input, choice, output) : []),
        ...(jar?.pieces ?? []),
        ...known.needed.filter(({ path }) => !brought(path)).map((one) => copied(input, files, one)),
      ],
    },
    runtimeText: (instruction) =>
      instruction.keyword === 'WORKDIR'
        ? workdirText(input, files, last, instruction, (one) => leavesNothing(one, arrangement))
        : runtimeText(choice, instruction, known, text),
    notes: [...known.notes, ...notesOf(input, known, choice, jar?.words !== undefined)],
  };
  return arrange(arrangement);
}

function copied(input: SplitInput, files: StageFiles, { path, why }: Needed): Piece {
  const text = /\s/.test(path) ? JSON.stringify([path, path]) : `${path} ${path}`;
  return { kind: 'added', text: `COPY --from=builder ${modeFlag(input, files, path)}${text}`, why };
}

function healthCheckAt({ stage }: SplitInput): Instruction['at'] | undefined {
  return stage.instructions.findLast(({ keyword }) => keyword === 'HEALTHCHECK')?.at;
}

/** The jar of a pattern, by a name of its own; where a shell looks for it, under the names that it has. */
function patternPieces(
  pattern: string,
  { start }: Study,
  choice: RuntimeChoice,
): { readonly pieces: Piece[]; readonly words?: string[] } {
  const folder = pattern.slice(0, pattern.lastIndexOf('/'));
  if ((start.form !== 'exec' || start.script) && !hasNoShell(choice)) {
    const text = `COPY --from=builder ${pattern} ${folder}/`;
    return { pieces: [{ kind: 'added', text, why: 'The start command looks for the jar there.' }] };
  }
  const directory = start.directory ?? '/';
  const name = `${directory === '/' ? '' : directory}/app.jar`;
  const at = start.words.indexOf('-jar') + 1;
  return {
    pieces: [
      {
        kind: 'added',
        text: `COPY --from=builder ${pattern} ${name}`,
        why: `One jar, by a name that needs no pattern; the build stops here where \`${pattern}\` is more than one.`,
      },
    ],
    words: start.words.map((word, index) => (index === at ? name : word)),
  };
}

/** Programs that a build calls, and the packages that bring them. */
const builtWith: Readonly<Record<string, readonly string[]>> = {
  curl: ['curl'],
  wget: ['wget'],
  gzip: ['gzip'],
  npm: ['node', 'nodejs', 'npm'],
  npx: ['node', 'nodejs', 'npm'],
  node: ['node', 'nodejs', 'npm'],
  yarn: ['node', 'nodejs', 'npm', 'yarn'],
};

/** Packages whose programs only steps of the build call. */
function toolsOfBuild({ stage, model }: SplitInput, { files, steps, start }: Study): ReadonlySet<string> {
  const { text } = model.dockerfile;
  const shipped = stage.instructions
    .filter(({ keyword }) => keyword === 'HEALTHCHECK')
    .map(({ at }) => text.slice(at.start, at.end))
    .concat(start.words, start.script ? (files.text(start.script.path) ?? '') : '')
    .join(' ');
  const called = new Set(
    [...steps.values()].flatMap(({ parts }) => parts.map(({ command }) => command.name)),
  );
  return new Set(
    Object.entries(builtWith).flatMap(([tool, packages]) =>
      called.has(tool) && !new RegExp(`\\b${tool}\\b`).test(shipped) ? packages : [],
    ),
  );
}

function runtimeText(
  choice: RuntimeChoice,
  instruction: Instruction,
  { last }: Study,
  written: Written,
): ReturnType<NonNullable<Arrangement['runtimeText']>> {
  const { keyword } = instruction;
  const restated = written.get(instruction);
  if (restated) return restated;
  if (
    keyword === 'USER' &&
    instruction.at.start < last.at.start &&
    /^(root|0)(:|$)/.test(instruction.body.text)
  )
    return { dropped: 'The build needs it, the program does not.' };
  if (keyword === 'ENV' && choice.kind !== 'same') {
    const isForeign = readPairs(instruction).every(
      ({ name, value = '' }) =>
        name === 'JAVA_HOME' || (name === 'PATH' && /JAVA_HOME|jvm|maven|M2_HOME|gradle/i.test(value)),
    );
    if (isForeign) return { dropped: 'The runtime image has a Java of its own, and no build tools.' };
  }
  return undefined;
}

function notesOf(
  input: SplitInput,
  { files, major }: Study,
  choice: RuntimeChoice,
  renamed: boolean,
): string[] {
  const { context } = input;
  const notes: string[] = choice.kind === 'jlink' ? localeNotes(input, choice) : [];
  if (choice.kind === 'chainguard')
    notes.push(`\`${choice.image}\` moves to each new Java; the program is built with Java ${major}.`);
  if (choice.kind === 'jlink')
    notes.push(
      "The runtime holds Java's standard modules and the usual ones of the JDK; a program that needs another one, such as `jdk.jdi`, has to name it in `--add-modules`.",
    );
  if (/headless/.test(choice.image))
    notes.push(`\`${choice.image}\` has no AWT and no fonts: what draws images or makes PDFs may miss them.`);
  if (renamed)
    notes.push('Where the build makes more than one jar, the COPY of it has to name the right one.');
  const { directory } = files;
  const whole =
    directory !== undefined &&
    files.copied.some(({ source, target }) => source === '' && isWithin(target, directory));
  if (whole && context.paths === undefined)
    notes.push(
      `The program started in \`${directory}\`, where the whole project lay: what it reads there besides its jar has to be copied too.`,
    );
  return notes;
}
