// The compiler that a full image has and its hardened twin to build in has not.
import type { LintContext } from '../context.ts';
import { installCommand } from '../edits/install-package.ts';
import { commandsOf } from '../model/commands.ts';
import type { ImageFacts } from '../model/facts.ts';
import type { Model, Stage } from '../model/model.ts';
import { lineBreakOf } from '../text/lines.ts';

/** What a builder needs on its new image. */
export interface CompilerAdvice {
  /** A step to go to the end of FROM: whole lines that begin with a line break. Absent: nothing shows that it is needed. */
  readonly step?: string;
  readonly why: string;
}

interface Ecosystem {
  /**
   * What compilers of native packages ask for besides a compiler. Sources: node-gyp, "Installation"; the package lists of
   * python-dev and node-dev in the catalogue of Docker Hardened Images, which name no compiler.
   */
  readonly packages: readonly string[];
  /** Commands that may compile what they install. */
  readonly installers: RegExp;
  /** Files that say, or are, what has to be compiled. */
  readonly sources: RegExp;
  /** The files whose text tells, and what it says then. */
  readonly manifests: RegExp;
  readonly says: RegExp;
}

const ecosystems: Readonly<Record<string, Ecosystem>> = {
  python: {
    packages: ['build-essential'],
    installers: /^(?:pip\d?(?:\.\d+)?|python\d?(?:\.\d+)?|uv|poetry|pipenv|pdm)$/,
    // Source distributions, and sources in C beside a setup.py.
    sources: /\.(?:tar\.gz|c|cc|cpp|pyx)$/,
    manifests:
      /(?:^|\/)(?:[\w.-]*requirements[\w.-]*\.(?:txt|in)|pyproject\.toml|Pipfile|setup\.(?:py|cfg))$/,
    says: /\b(?:psycopg2(?!-binary)|mysqlclient|uwsgi|pyuwsgi|pycairo|python-ldap|pylibmc|ext_modules)\b|--no-binary|\bgit\+/i,
  },
  node: {
    packages: ['build-essential', 'python3'],
    installers: /^(?:npm|yarn|pnpm)$/,
    sources: /(?:^|\/)binding\.gyp$/,
    // Sources: npm, "package-lock.json", hasInstallScript; pnpm up to 8, requiresBuild.
    manifests: /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml)$/,
    says: /"hasInstallScript": true|^ {4}requiresBuild: true/m,
  },
};

/**
 * The compiler for a stage that had one in its present image and has none on `image`; undefined where it had none, or installs
 * nothing that could need one.
 * @param stage the stage as it is written
 * @param facts those of `image`
 */
export function compilerFor(
  model: Model,
  stage: Stage,
  image: string,
  facts: ImageFacts,
): CompilerAdvice | undefined {
  if (stage.base.kind !== 'image') return undefined;
  const { text: old, facts: known } = stage.base;
  const ecosystem = ecosystems[known?.runtime?.name ?? ''];
  const start = model.before(stage.instructions[0] ?? stage.from);
  // In the small variants there is no compiler either: what is installed there needs none, or installs one itself.
  const had = start.tool('gcc').presence === 'present';
  if (!ecosystem || !had || facts.packageManager !== 'apt') return undefined;
  const commands = stage.instructions
    .filter(({ keyword }) => keyword === 'RUN')
    .flatMap((one) => [...commandsOf(model, one)]);
  const calls = (program: RegExp, verb: RegExp) =>
    commands.some(
      ({ name, args }) =>
        program.test(name?.replace(/^.*\//, '') ?? '') && args.some(({ value }) => verb.test(value ?? '')),
    );
  if (!calls(ecosystem.installers, /^(?:install|ci|i|add|sync|wheel|build)$/)) return undefined;
  if (calls(/^apt(?:-get)?$/, /^(?:gcc|g\+\+|build-essential)$/)) return undefined;
  const names = ecosystem.packages.join(' ');
  if (!compiles(ecosystem, model.context))
    return {
      why: `\`${old}\` has a compiler and \`${image}\` has none. Install ${names} there if a package has to be compiled.`,
    };
  return {
    step: `${lineBreakOf(model.dockerfile.text)}RUN ${installCommand('apt', names)}`,
    why: `\`${old}\` has a compiler and \`${image}\` has none. Leave this step out where no package is compiled.`,
  };
}

function compiles({ sources, manifests, says }: Ecosystem, { files = {}, paths = [] }: LintContext): boolean {
  return (
    paths.some((path) => sources.test(path) && !/(?:^|\/)node_modules\//.test(path)) ||
    Object.entries(files).some(([path, text]) => manifests.test(path) && says.test(text))
  );
}
