// Programs that compilers build, and the C library they are linked with.
import type { BuildStep } from './artifact-builds.ts';
import type { Artifact } from './artifacts.ts';
import { runtimeOf } from './runtimes.ts';

/** What a compiler's call leaves; undefined where it is none, or where its output is not named. */
export function builtPrograms(step: BuildStep, name: string, words: readonly string[]): Artifact | undefined {
  switch (name) {
    case 'go':
      return goProgram(step, words);
    case 'cargo':
      return rustProgram(step, words);
    case 'gcc':
    case 'g++':
    case 'cc':
    case 'clang':
      return cProgram(step, name, words);
    case 'dotnet':
      return dotnetApplication(step, words);
    case 'javac':
      return javaClasses(step, words);
    default:
      return undefined;
  }
}

function made(
  { stage, instruction: by }: BuildStep,
  kind: Artifact['kind'],
  path: string,
  shape: Artifact['shape'],
  what: string,
  libc?: Artifact['libc'],
): Artifact {
  return { kind, path, builtPath: path, shape, by, stage, what, ...(libc && { libc }) };
}

function stageLibc({ before }: BuildStep): 'glibc' | 'musl' | undefined {
  const libc = before.facts?.libc;
  return libc === 'glibc' || libc === 'musl' ? libc : undefined;
}

/** The word after an option, or after its `=`. */
function optionWord(step: BuildStep, pattern: RegExp): string | undefined {
  const { args } = step.command;
  for (const [index, word] of args.entries()) {
    if (pattern.test(word.text)) return step.path(args[index + 1]);
    const equals = word.text.indexOf('=');
    if (equals > 0 && pattern.test(word.text.slice(0, equals))) {
      const rest = word.text.slice(equals + 1);
      return step.path({ ...word, raw: rest, text: rest, value: word.value?.slice(equals + 1) });
    }
  }
  return undefined;
}

function goProgram(step: BuildStep, words: readonly string[]): Artifact | undefined {
  if (words[0] !== 'build') return undefined;
  const output = optionWord(step, /^--?o$/);
  if (output === undefined) return undefined;
  const folder =
    step.command.args.some((word) => /^--?o$/.test(word.text)) &&
    words.some((word) => word.endsWith('/') && step.path(word) === output);
  return made(step, 'program', output, folder ? 'inside' : 'file', 'go build', goLibc(step, words));
}

/** Source: golang.org/cmd/cgo: cgo is on where a C compiler is found, unless Go compiles for another platform. */
function goLibc(step: BuildStep, words: readonly string[]): Artifact['libc'] {
  const cgo = step.variable('CGO_ENABLED');
  if (cgo === '0') return 'none';
  if (cgo === null || step.variable('GOFLAGS') !== undefined) return undefined;
  if (words.some((word) => /-static|netgo|osusergo|\$/.test(word))) return undefined;
  if (cgo === '1') return stageLibc(step);
  if (step.variable('GOOS') !== undefined || step.variable('GOARCH') !== undefined) return undefined;
  return step.before.facts?.cgoDefault === 1 ? stageLibc(step) : undefined;
}

function rustProgram(step: BuildStep, words: readonly string[]): Artifact | undefined {
  const verb = words.find((word) => !/^[-+]/.test(word));
  if (verb !== 'build' && verb !== 'b') return undefined;
  if (words.some((word) => /\$/.test(word)) || step.variable('RUSTFLAGS') !== undefined) return undefined;
  const at = words.indexOf('--target');
  const target =
    at >= 0
      ? words[at + 1]
      : (words.find((word) => word.startsWith('--target='))?.slice(9) ?? step.variable('CARGO_BUILD_TARGET'));
  if (target === null) return undefined;
  const profile = words.includes('--release') || words.includes('-r') ? 'release' : 'debug';
  if (words.some((word) => word.startsWith('--profile'))) return undefined;
  const folder = step.variable('CARGO_TARGET_DIR');
  if (folder === null || words.some((word) => word.startsWith('--target-dir'))) return undefined;
  const path = step.path(`${folder ?? 'target'}${target === undefined ? '' : `/${target}`}/${profile}`);
  if (path === undefined) return undefined;
  const libc =
    target === undefined
      ? (step.before.facts?.rustTargetLibc ?? (stageLibc(step) === 'glibc' ? 'glibc' : undefined))
      : /musl/.test(target)
        ? 'musl'
        : /linux-gnu/.test(target)
          ? 'glibc'
          : undefined;
  // Rust links musl statically unless it is told otherwise.
  return made(step, 'program', path, 'inside', 'cargo build', libc === 'musl' ? 'none' : libc);
}

function cProgram(step: BuildStep, name: string, words: readonly string[]): Artifact | undefined {
  if (words.some((word) => /^-(c|S|E|shared)$/.test(word))) return undefined;
  const output = optionWord(step, /^-o$/);
  if (output === undefined) return undefined;
  const unknown = words.some((word) => /\$/.test(word));
  const libc = words.some((word) => /^-static/.test(word)) ? 'none' : unknown ? undefined : stageLibc(step);
  return made(step, 'program', output, 'file', name, libc);
}

function dotnetApplication(step: BuildStep, words: readonly string[]): Artifact | undefined {
  if (words[0] !== 'publish') return undefined;
  // Self-contained and ahead-of-time applications bring their runtime along.
  if (
    words.some((word) =>
      /self-contained|SelfContained|PublishAot|PublishSingleFile|^-r$|^--runtime|\$/.test(word),
    )
  )
    return undefined;
  const output = optionWord(step, /^(-o|--output)$/);
  if (output === undefined) return undefined;
  const runtime = runtimeOf(step.stage, 'dotnet', step.before);
  const built = made(step, 'dotnet', output, 'folder', 'dotnet publish');
  return runtime ? { ...built, runtime } : built;
}

function javaClasses(step: BuildStep, words: readonly string[]): Artifact | undefined {
  if (words.some((word) => /^(--release|-target|--target|-source|--source|@)/.test(word))) return undefined;
  const output = optionWord(step, /^-d$/) ?? step.path('.');
  const runtime = runtimeOf(step.stage, 'java', step.before);
  if (output === undefined || runtime === undefined) return undefined;
  return { ...made(step, 'classes', output, 'inside', 'javac'), runtime };
}
