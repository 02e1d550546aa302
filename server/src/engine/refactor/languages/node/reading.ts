// Everything that is read of a Node stage, once for all choices.
import type { Instruction } from '../../../parse/syntax.ts';
import { type SplitInput, SplitRefusal } from '../../plan.ts';
import { readStageFiles, type StageFiles } from '../../stage-files.ts';
import { readSteps, type Step } from '../../steps.ts';
import { downloadsBrowsers, type Manager, packageName, readNodeCommand } from './commands.ts';
import { browserPackage } from './native.ts';
import { type Places, readPlaces } from './places.ts';
import { packageOfProgram } from './programs.ts';
import { isPlugAndPlay, type Project, readProject } from './project.ts';
import { readStart, type Start } from './start.ts';

export interface Reading {
  readonly files: StageFiles;
  readonly steps: ReadonlyMap<Instruction, Step>;
  readonly places: Places;
  /** The package.json of the folder that the program starts in. */
  readonly project: Project | undefined;
  /** That of each folder something is installed in; undefined where one is not known. */
  readonly installed: readonly (Project | undefined)[];
  readonly start: Start;
  readonly managers: ReadonlySet<Manager>;
  /** The file runs something of the project, besides installing it. */
  readonly builds: boolean;
  /** Programs that a global install brings and the container starts, or may start. */
  readonly globals: ReadonlySet<string>;
}

const readings = new WeakMap<SplitInput, Reading>();

/** @throws SplitRefusal where it is not known what the stage needs at run time */
export function readNode(input: SplitInput): Reading {
  const known = readings.get(input);
  if (known) return known;
  const made = read(input);
  readings.set(input, made);
  return made;
}

function read(input: SplitInput): Reading {
  const { model, stage } = input;
  const files = readStageFiles(input, startFolder(input));
  const all = readSteps(model, stage.instructions, (command) => readNodeCommand(command) !== undefined);
  refuseBrowserDownloads(all);
  const project = files.directory === undefined ? undefined : readProject(input, files, all, files.directory);
  const start = readStart(input, project);
  const globals = new Set<string>();
  const steps = new Map(
    [...all].map(([instruction, step]) => [instruction, withGlobals(step, start, globals)]),
  );
  const places = readPlaces(input, files, steps);
  const managers = new Set<Manager>();
  const folders = new Set<string>();
  for (const { read: one, folder } of places.own) {
    if (one.manager && one.kind !== 'global') managers.add(one.manager);
    if (one.kind === 'install' && folder !== undefined) folders.add(folder);
  }
  const installed = [...folders].map((folder) =>
    folder === project?.folder ? project : readProject(input, files, all, folder),
  );
  for (const one of [project, ...installed]) refuseBrowsers(input, one);
  if (managers.has('yarn')) refuseArchives(input, files, installed, [...folders], places);
  return {
    files,
    steps,
    places,
    project,
    installed,
    start,
    managers,
    builds: places.own.some(({ read: one }) => one.kind === 'build'),
    globals,
  };
}

/** Images of these names start in the root folder where their facts name no other. */
function startFolder({ base }: SplitInput): string | undefined {
  if (base.facts === undefined) return undefined;
  return base.facts.workdir ?? (/^(node|debian|alpine|ubuntu)/.test(base.facts.id) ? '/' : undefined);
}

/** A global install stays out of the builder's own steps where the container starts what it brings. */
function withGlobals(step: Step, start: Start, globals: Set<string>): Step {
  const parts = step.parts.map((part) => {
    const found = part.kind === 'own' ? readNodeCommand(part.command) : undefined;
    if (found?.kind !== 'global') return part;
    const names = found.packages.map(packageName);
    const local = names.find(
      (name) => name === '.' || name === '' || name.startsWith('./') || name.startsWith('/'),
    );
    if (local !== undefined || names.length === 0)
      throw new SplitRefusal(
        'The project itself is installed for the whole image, and where its files lie then is not known.',
        'files needed are not known',
        part.command.command.at,
      );
    const used = names.filter((name) => isStarted(name, start));
    if (used.length === 0) return part;
    for (const name of used) globals.add(name);
    return { ...part, kind: 'unknown' as const };
  });
  return { ...step, parts };
}

/** Tools that only install or build. */
const builders =
  /^(npm|yarn|pnpm|bun|corepack|typescript|@angular\/cli|@nestjs\/cli|@vue\/cli|vite|webpack|webpack-cli|rimraf|husky|node-gyp|turbo|nx|gulp|gulp-cli|grunt|grunt-cli|bower|lerna|eslint|node-prune|npm-check-updates|create-react-app|react-scripts|esbuild|rollup|parcel)$/;

function isStarted(name: string, start: Start): boolean {
  if (/^(npm|yarn|pnpm|bun|corepack)$/.test(name))
    // What a script of package.json runs can be started without them.
    return start.plain !== undefined || name === 'npm'
      ? false
      : name === 'corepack'
        ? start.managers.has('yarn') || start.managers.has('pnpm')
        : start.managers.has(name as Manager);
  if (start.packages.has(name) || start.packages.has(packageOfProgram(name))) return true;
  return start.open && !builders.test(name);
}

function refuseBrowserDownloads(steps: ReadonlyMap<Instruction, Step>): void {
  for (const { parts } of steps.values())
    for (const { command } of parts)
      if (downloadsBrowsers(command))
        throw new SplitRefusal(
          'Browsers are installed here with libraries of the system; which of them the program needs is not known.',
          'step of unknown purpose',
          command.command.at,
        );
}

/** Variables that keep a package from downloading its browser. */
const skips =
  /^(PUPPETEER_SKIP(_CHROMIUM)?_DOWNLOAD|PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD|CYPRESS_INSTALL_BINARY|ELECTRON_SKIP_BINARY_DOWNLOAD)$/;

function refuseBrowsers({ stage }: SplitInput, project: Project | undefined): void {
  const name = browserPackage(project);
  if (name === undefined || [...stage.end.env.keys()].some((variable) => skips.test(variable))) return;
  throw new SplitRefusal(
    `\`${name}\` downloads a browser into the home of whoever installs it, which is not in the project's folder. Set PUPPETEER_CACHE_DIR or the like to a folder of the project first, or install the browser as a package.`,
    'files needed are not known',
    stage.from.at,
  );
}

function refuseArchives(
  { stage }: SplitInput,
  files: StageFiles,
  installed: readonly (Project | undefined)[],
  folders: readonly string[],
  places: Places,
): void {
  const index = folders.findIndex((folder, at) => isPlugAndPlay(installed[at], files, folder));
  if (index < 0) return;
  const at = places.own.find(({ read: one }) => one.manager === 'yarn')?.command.command.at ?? stage.from.at;
  throw new SplitRefusal(
    "Yarn's Plug'n'Play takes packages from a cache in root's home; with `nodeLinker: node-modules` in .yarnrc.yml they are in the project's folder.",
    'files needed are not known',
    at,
  );
}
