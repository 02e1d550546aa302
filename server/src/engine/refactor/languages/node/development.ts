// Leaves the packages out that only development needs, where it is certain that the program does not need them either.
import { developmentInstall } from '../../../model/development-dependencies.ts';
import type { Instruction } from '../../../parse/syntax.ts';
import type { Piece, SplitInput } from '../../plan.ts';
import { usesPrisma } from './native.ts';
import { isDevelopmentTool } from './programs.ts';
import { installScripts, isKnown, type Project } from './project.ts';
import type { Reading } from './reading.ts';

/** How the development packages stay out of what is shipped. */
export interface LeftOut {
  /** Another text of an install's instruction. */
  readonly text?: { readonly instruction: Instruction; readonly text: string; readonly why: string };
  /** A step after the last one of the builder. */
  readonly step?: Piece;
  /** Why they are still shipped: a sentence. */
  readonly note?: string;
}

/** @param major of Node, where it is known: npm knows `--omit` since Node 15 */
export function leaveOut(input: SplitInput, reading: Reading, major: number | undefined): LeftOut {
  const { model } = input;
  const { places, project, steps } = reading;
  const installs = places.own.filter(({ read }) => read.kind === 'install');
  const prunes = [...steps.values()].some(({ parts }) =>
    parts.some(({ command }) =>
      /^(prune|deploy|focus)$/.test(command.args.find(({ text }) => !text.startsWith('-'))?.text ?? ''),
    ),
  );
  const last = installs.at(-1);
  if (!last || prunes) return {};
  const state = model.commandSteps(last.instruction).find(({ command }) => command === last.command)?.before;
  const install = state && developmentInstall(last.command, state);
  if (!install || last.read.kind !== 'install') return {};
  const { manager } = last.read;
  if (project?.development.size === 0 && !project.workspaces) return {};
  const reason = reasonToKeep(input, reading);
  const prune = pruneCommand(manager, major);
  const advice = prune === undefined ? '' : ` A step \`${prune}\` at the end of the builder leaves them out.`;
  if (reason !== undefined)
    return {
      note: `The packages of \`devDependencies\` are shipped as before: ${reason}.${/^(`package|the program)/.test(reason) ? advice : ''}`,
    };
  const names = [...project!.development];
  const shown =
    names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
  const why = `What only development needs is not shipped: ${shown}.`;
  // Prisma's client is made by a development package when it is installed.
  const once = installs.length === 1 && !usesPrisma(project!);
  if (!reading.builds && once && installScripts(project!).length === 0) {
    const option = manager === 'npm' && major !== undefined && major < 15 ? '--production' : install.option;
    const text =
      option === undefined
        ? undefined
        : withOption(input, last.instruction, last.read.call.verbWord.at.end, last.read.call.verb, option);
    if (text !== undefined) return { text: { instruction: last.instruction, text, why } };
  }
  if (prune === undefined || (manager === 'pnpm' && usesPrisma(project!)))
    return {
      note: `The packages of \`devDependencies\` are shipped as before: ${manager} cannot take them away again without installing anew.`,
    };
  // pnpm looks for the packages in its store, which may be in a cache of the install.
  const { text } = model.dockerfile;
  const flags =
    manager === 'pnpm'
      ? last.instruction.flags.map(({ at }) => `${text.slice(at.start, at.end)} `).join('')
      : '';
  return { step: { kind: 'added', text: `RUN ${flags}${prune}`, why } };
}

/** Goes on after "shipped as before: "; undefined where they can be left out. */
function reasonToKeep({ context }: SplitInput, reading: Reading): string | undefined {
  const { project, start, files, installed, places } = reading;
  if (!project) return '`package.json` is not known here';
  if (installed.length > 1 || installed[0] !== project || places.roots.length !== 1)
    return 'the file installs into several folders';
  if (project.workspaces || isKnown(context, files, `${project.folder}/pnpm-workspace.yaml`))
    return 'the project has workspaces';
  if (start.open || (!start.plain && start.packages.size === 0))
    return 'what the container starts may need them';
  const started = [...start.packages].find(
    (name) => project.development.has(name) || !isRegular(project, name),
  );
  if (started !== undefined) return `the container starts \`${started}\``;
  const program = [...start.packages].find(
    (name) => !name.startsWith('.') && !name.startsWith('/') && !loadsNothing(name, project, files),
  );
  if (program !== undefined) return `the container starts \`${program}\`, which may load some of them`;
  const loaded = [...project.development].filter((name) => !isDevelopmentTool(name));
  if (loaded.length > 0)
    return `the program may load ${loaded
      .slice(0, 3)
      .map((name) => `\`${name}\``)
      .join(', ')}`;
  return undefined;
}

/** Programs that load nothing but what they depend on, and what the project's own code names. */
function loadsNothing(name: string, project: Project, files: Reading['files']): boolean {
  if (name === 'next') {
    // Settings in TypeScript are compiled when the server starts.
    const names = files.names(project.folder);
    return names !== undefined && !names.some((one) => /^next\.config\.[cm]?ts$/.test(one));
  }
  return /^(dotenv|source-map-support|serve|http-server|@opentelemetry\/.*|dd-trace|newrelic|elastic-apm-node|@sentry\/.*|reflect-metadata|module-alias|tsconfig-paths|cross-env)$/.test(
    name,
  );
}

/** The package is installed without the development packages too. */
function isRegular(project: Project, name: string): boolean {
  return (
    project.dependencies.has(name) ||
    project.optional.has(name) ||
    name.startsWith('.') ||
    name.startsWith('/')
  );
}

/** The call that takes the development packages away without asking a registry; tried with npm 8 and 11, pnpm 9 and 10. */
function pruneCommand(manager: string, major: number | undefined): string | undefined {
  if (manager === 'npm')
    return `npm prune ${major !== undefined && major < 15 ? '--production' : '--omit=dev'}`;
  return manager === 'pnpm' ? 'CI=true pnpm prune --prod --ignore-scripts' : undefined;
}

function withOption(
  { model }: SplitInput,
  instruction: Instruction,
  verbEnd: number,
  verb: string,
  option: string,
): string | undefined {
  // In exec form it would have to be a string of its own.
  if (instruction.exec) return undefined;
  const { text } = model.dockerfile;
  const added = verb === '' ? ` install ${option}` : ` ${option}`;
  const written = text.slice(instruction.at.start, verbEnd) + added + text.slice(verbEnd, instruction.at.end);
  return written.replaceAll('\r\n', '\n');
}
