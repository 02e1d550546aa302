// Which commands of a RUN are the Java build's own, and what a call of Maven or Gradle is asked to do.
import type { PlainCommand } from '../../../model/apply-run.ts';
import type { ShellWord } from '../../../parse/shell-syntax.ts';
import { lastPart } from '../../../text/paths.ts';

export type BuildTool = 'maven' | 'gradle' | 'compiler' | 'other';

const tools: Readonly<Record<string, BuildTool>> = {
  mvn: 'maven',
  mvnw: 'maven',
  'mvnw.sh': 'maven',
  mvnd: 'maven',
  gradle: 'gradle',
  gradlew: 'gradle',
  javac: 'compiler',
  kotlinc: 'compiler',
  scalac: 'compiler',
  jar: 'compiler',
  sbt: 'other',
  lein: 'other',
  mill: 'other',
  clj: 'other',
  clojure: 'other',
  ant: 'other',
  bazel: 'other',
};

/** Options of Maven and Gradle that take the next word. Source: `mvn --help`, `gradle --help`. */
const valued: Readonly<Record<'maven' | 'gradle', RegExp>> = {
  maven:
    /^(-f|--file|-pl|--projects|-P|--activate-profiles|-D|--define|-s|--settings|-gs|--global-settings|-t|--toolchains|-T|--threads|-l|--log-file|-rf|--resume-from|-b|--builder)$/,
  gradle:
    /^(-p|--project-dir|-b|--build-file|-c|--settings-file|-I|--init-script|-x|--exclude-task|-g|--gradle-user-home|-P|--project-prop|-D|--system-prop|--max-workers|--tests|--args|--console|--warning-mode)$/,
};

/** A call of a build tool. */
export interface BuildCall {
  readonly tool: BuildTool;
  /** As written: `./mvnw`, `mvn`. */
  readonly program: string;
  /** Goals of Maven, tasks of Gradle. */
  readonly goals: readonly string[];
  /** The words after the program, without those of a shell in front of it. */
  readonly words: readonly string[];
}

/** A command that runs a build tool, also through a shell (`sh ./mvnw`); undefined for another command. */
export function readBuildCall({ name, word, args }: PlainCommand): BuildCall | undefined {
  const [first, ...rest] = args;
  if (name !== undefined && /^(ba|da|a)?sh$/.test(name) && first?.value && !first.value.startsWith('-'))
    return callOf(first, rest);
  return word && callOf(word, args);
}

function callOf(word: ShellWord, args: readonly ShellWord[]): BuildCall | undefined {
  const program = word.value ?? word.text;
  const name = lastPart(program);
  const tool = Object.hasOwn(tools, name) ? tools[name] : undefined;
  if (tool === undefined) return undefined;
  const words = args.map(({ value, text }) => value ?? text);
  return { tool, program, words, goals: goalsOf(tool, words) };
}

/** @param words the words after the program */
export function goalsOf(tool: BuildTool, words: readonly string[]): string[] {
  if (tool !== 'maven' && tool !== 'gradle') return [];
  const goals: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (valued[tool].test(word)) index++;
    else if (!word.startsWith('-')) goals.push(word);
  }
  return goals;
}

/** A call read from the words of exec form. */
export function buildCallOf(words: readonly string[]): BuildCall | undefined {
  const start = /(^|\/)(ba|da|a)?sh$/.test(words[0] ?? '') && !words[1]?.startsWith('-') ? 1 : 0;
  const program = words[start];
  const name = lastPart(program ?? '');
  const tool = Object.hasOwn(tools, name) ? tools[name] : undefined;
  if (program === undefined || tool === undefined) return undefined;
  const rest = words.slice(start + 1);
  return { tool, program, words: rest, goals: goalsOf(tool, rest) };
}

/** Tasks of Gradle that leave no archive behind. */
const idleTask =
  /(^|:)(clean|dependencies|tasks|help|wrapper|test|check|compile\w*|classes|\w*[Dd]ependenc\w+|resolve\w*|download\w*|cache\w*|init|projects|properties|lint\w*|ktlint\w*|spotless\w*)$/;

/** Whether the call makes what is shipped: a jar, a war, an installation. */
export function makesProgram({ tool, goals }: BuildCall): boolean {
  if (tool === 'maven')
    return goals.some((goal) => /^(package|verify|install|deploy|integration-test)$/.test(goal));
  if (tool === 'gradle') return goals.some((goal) => !idleTask.test(goal));
  return tool === 'compiler';
}

/** The build's own: a build tool, a compiler, or a program that is run to build or to test. */
export function isOwn(command: PlainCommand): boolean {
  return readBuildCall(command) !== undefined || /^(java|jlink|jdeps|native-image)$/.test(command.name ?? '');
}
