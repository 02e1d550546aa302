// What shows that a stage builds something: build packages that stay, or a build step.
import type { Span } from '../parse/syntax.ts';
import type { PlainCommand } from './apply-run.ts';
import { commandsOf } from './commands.ts';
import type { Model, Stage } from './model.ts';
import { readPackageRequest } from './packages.ts';

/** The first sign of a build in a stage. */
export interface BuildEvidence {
  readonly at: Span;
  /** The subject of a sentence: `The compiler \`gcc\``. */
  readonly what: string;
  /** The package, where it is one. */
  readonly name?: string;
}

const compilers: ReadonlySet<string> = new Set([
  'gcc',
  'g++',
  'gcc-c++',
  'clang',
  'make',
  'cmake',
  'build-essential',
  'build-base',
  'automake',
  'autoconf',
  'rustc',
  'cargo',
  'rust',
  'golang',
  'golang-go',
  'go',
  'default-jdk',
  'default-jdk-headless',
  'maven',
  'gradle',
  'gfortran',
  'ninja-build',
  'nasm',
  'yasm',
  'bison',
  'flex',
  'base-devel',
]);

/** A package that is only needed to build: a compiler, or headers. */
export function isBuildPackage(name: string): boolean {
  return (
    compilers.has(name) ||
    /(-dev|-devel)$/.test(name) ||
    /^(linux-headers|kernel-headers|openjdk-?\d+-jdk|gcc-\d+|g\+\+-\d+|clang-\d+)/.test(name)
  );
}

/** The first build package that stays in the stage, or its first build step; undefined when there is neither. */
export function buildEvidence(model: Model, stage: Stage): BuildEvidence | undefined {
  let step: BuildEvidence | undefined;
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'RUN') continue;
    for (const command of commandsOf(model, instruction)) {
      const request = readPackageRequest(command);
      if (request?.verb === 'install') {
        for (const { name, word } of request.packages) {
          const kept = model.after(instruction).packages.get(name)?.by === instruction;
          if (kept && isBuildPackage(name))
            return {
              at: word.at,
              name,
              what: compilers.has(name) ? `The build tool \`${name}\`` : `The build package \`${name}\``,
            };
        }
      }
      // A build tool that a later command removed again is not shipped.
      const { presence } = stage.end.tool(command.name ?? '');
      if (command.name === 'make' ? presence === 'present' : presence !== 'absent')
        step ??= buildStep(command);
    }
  }
  return step;
}

function buildStep(command: PlainCommand): BuildEvidence | undefined {
  const words = command.args.map((word) => word.text);
  const verb = words.find((word) => !word.startsWith('-'));
  const builds =
    (command.name === 'go' && (verb === 'build' || verb === 'install')) ||
    (command.name === 'cargo' && (verb === 'build' || verb === 'install')) ||
    (/^(mvn|mvnw)$/.test(command.name ?? '') &&
      words.some((word) => /^(package|install|verify)$/.test(word))) ||
    (/^(gradle|gradlew)$/.test(command.name ?? '') &&
      words.some((word) => /(^|:)(build|bootJar|jar|assemble|installDist|shadowJar)$/.test(word))) ||
    (command.name === 'dotnet' && (verb === 'publish' || verb === 'build')) ||
    (/^(npm|pnpm|yarn|bun)$/.test(command.name ?? '') &&
      (words[0] === 'build' || (words[0] === 'run' && /^build(:|$)/.test(words[1] ?? '')))) ||
    (command.name === 'tsc' || command.name === 'ng' || command.name === 'vite' || command.name === 'webpack'
      ? words.length > 0 || command.name === 'tsc'
      : false) ||
    command.name === 'make';
  if (!builds) return undefined;
  return {
    at: command.command.at,
    what: `What \`${[command.name, verb]
      .filter((word) => word !== undefined)
      .join(' ')
      .slice(0, 60)}\` needs`,
  };
}
