// A program that a build tool starts: what starts it without the tool, where the project's files say it for certain.
import type { Instruction } from '../../../parse/syntax.ts';
import { type Piece, type SplitInput, SplitRefusal } from '../../plan.ts';
import type { StageFiles } from '../../stage-files.ts';
import type { Start } from '../../start-command.ts';
import type { Step } from '../../steps.ts';
import { type BuildCall, buildCallOf, makesProgram, readBuildCall } from './commands.ts';
import { gradleIn, pomIn } from './project.ts';

/** The start of the same program without the build tool. */
export interface ToolStart {
  readonly start: Start;
  /** Steps that the builder needs besides. */
  readonly pieces: readonly Piece[];
  /** They stand after this instruction, where nothing is built before. */
  readonly after: Instruction | undefined;
  readonly notes: readonly string[];
}

/**
 * Undefined where no build tool starts the program.
 * @throws SplitRefusal where the tool is needed at run time, or it is not certain what it starts
 */
export function startByTool(
  input: SplitInput,
  start: Start,
  files: StageFiles,
  steps: ReadonlyMap<Instruction, Step>,
): ToolStart | undefined {
  const call = buildCallOf(start.words);
  if (!call) return undefined;
  const folder = start.directory;
  if (start.needsShell || folder === undefined) throw needed(call, start);
  const words = (call.tool === 'maven' ? springRun : gradleRun)(call, files, folder, start);
  const task = call.tool === 'maven' ? 'package -DskipTests' : words.task;
  const isBuilt = [...steps.values()].some(({ parts }) =>
    parts.some(({ command }) => {
      const built = readBuildCall(command);
      return (
        built !== undefined &&
        built.tool === call.tool &&
        makesProgram(built) &&
        (call.tool === 'maven' ||
          built.goals.some((goal) => goal === task || goal === 'build' || goal === 'assemble')) &&
        !built.words.some((word) => /^(-pl|-f|-p|--projects|--file|--project-dir)$/.test(word))
      );
    }),
  );
  const { program } = call;
  const pieces: Piece[] = isBuilt
    ? []
    : [
        {
          kind: 'added',
          text: `RUN ${program} ${call.tool === 'maven' ? '-B ' : ''}${task}${call.tool === 'gradle' ? ' --no-daemon' : ''}`,
          why: `\`${start.words.join(' ')}\` built the program at each start; now the builder does, once.`,
        },
      ];
  const copies = input.stage.instructions.filter(({ keyword }) => /^(RUN|COPY|ADD)$/.test(keyword));
  return {
    start: { ...start, words: words.words, form: 'exec' },
    pieces,
    after: copies.at(-1),
    notes: [
      `\`${start.words.join(' ')}\` started the program from its sources: profiles and options that the build tool's configuration sets for a run do not hold for \`${words.words.join(' ')}\`.`,
    ],
  };
}

function needed(call: BuildCall, start: Start): SplitRefusal {
  return new SplitRefusal(
    `\`${[call.program, ...call.goals].join(' ')}\` needs the build tool and the sources at run time.`,
    'start by package manager',
    start.at,
  );
}

function springRun(
  call: BuildCall,
  files: StageFiles,
  folder: string,
  start: Start,
): { words: string[]; task: string } {
  const runs = call.goals.filter((goal) => !/^(clean|compile|package|install|verify)$/.test(goal));
  if (runs.length !== 1 || !/(^|:)spring-boot(-maven-plugin)?:run$/.test(runs[0]!)) throw needed(call, start);
  const pom = pomIn(files, folder);
  if (
    !pom?.finalName ||
    !/^(jar|war)$/.test(pom.packaging) ||
    pom.modules.length > 0 ||
    !pom.plugins.has('spring-boot-maven-plugin')
  )
    throw new SplitRefusal(
      `\`${call.program} spring-boot:run\` builds and starts the program; which jar that is cannot be told without its pom.xml.`,
      'start by package manager',
      start.at,
    );
  const options: string[] = [];
  const last: string[] = [];
  for (const word of call.words) {
    const value = word.slice(word.indexOf('=') + 1);
    if (/^-Dspring-boot\.run\.jvmArguments=/.test(word))
      options.push(...value.split(/\s+/).filter((one) => one !== ''));
    else if (/^-Dspring-boot\.run\.arguments=/.test(word))
      last.push(...value.split(/[\s,]+/).filter((one) => one !== ''));
    else if (/^-Dspring-boot\.run\.profiles=/.test(word)) last.push(`--spring.profiles.active=${value}`);
    else if (word.startsWith('-P') || /^-D(?!skipTests|maven\.test\.skip)/.test(word))
      throw needed(call, start);
  }
  return {
    words: ['java', ...options, '-jar', `target/${pom.finalName}.${pom.packaging}`, ...last],
    task: 'package -DskipTests',
  };
}

function gradleRun(
  call: BuildCall,
  files: StageFiles,
  folder: string,
  start: Start,
): { words: string[]; task: string } {
  const [task, more] = call.goals.filter((goal) => !/^(clean|build|assemble)$/.test(goal));
  const text = gradleIn(files, folder);
  const name = projectName(files, folder);
  const plain = call.words.every(
    (word) =>
      call.goals.includes(word) || /^--(no-daemon|info|stacktrace|quiet|console=plain)$|^-[qis]$/.test(word),
  );
  const custom =
    text === undefined ||
    /archive(File|Base)?Name|archiveVersion|archiveClassifier|classifier|applicationName|subprojects|allprojects/.test(
      text,
    );
  if (!task || more || call.tool !== 'gradle') throw needed(call, start);
  const isBoot = task === 'bootRun' && /org\.springframework\.boot/.test(text ?? '');
  const isApplication =
    task === 'run' &&
    /(id\s*\(?\s*['"]application['"]|apply plugin:\s*['"]application['"]|^\s*application\s*$)/m.test(
      text ?? '',
    );
  if (!/^(bootRun|run)$/.test(task)) throw needed(call, start);
  if (custom || !plain || name === undefined || (!isBoot && !isApplication))
    throw new SplitRefusal(
      `\`${call.program} ${task}\` builds and starts the program; what that is called cannot be told for certain from the project's build files.`,
      'start by package manager',
      start.at,
    );
  if (isApplication) return { words: [`build/install/${name}/bin/${name}`], task: 'installDist' };
  const version = /^\s*version\s*=?\s*\(?['"]([\w.+-]+)['"]\)?\s*$/m.exec(text!)?.[1];
  return {
    words: ['java', '-jar', `build/libs/${name}${version ? `-${version}` : ''}.jar`],
    task: 'bootJar',
  };
}

/** `rootProject.name`, which Gradle takes for the names of archives. */
function projectName(files: StageFiles, folder: string): string | undefined {
  const place = folder === '/' ? '' : folder;
  const text = files.text(`${place}/settings.gradle`) ?? files.text(`${place}/settings.gradle.kts`);
  return /^\s*rootProject\.name\s*=\s*['"]([\w.-]+)['"]/m.exec(text ?? '')?.[1];
}
