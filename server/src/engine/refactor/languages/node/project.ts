// What a project's package.json says, as far as a split asks: its scripts, and which packages are for what.
import type { PlainCommand } from '../../../model/apply-run.ts';
import type { SplitInput } from '../../plan.ts';
import type { StageFiles } from '../../stage-files.ts';
import type { Step } from '../../steps.ts';
import type { Manager } from './commands.ts';

/** A package.json, read. */
export interface Project {
  /** The folder in the image that it lies in, absolute. */
  readonly folder: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: ReadonlySet<string>;
  readonly development: ReadonlySet<string>;
  readonly optional: ReadonlySet<string>;
  /** It has packages of its own inside. */
  readonly workspaces: boolean;
  /** A package is a folder of the project, which `node_modules` only links to. */
  readonly linked: boolean;
  /** `homepage` and `proxy`, which the server of Create React App uses. */
  readonly homepage?: string;
  readonly proxied: boolean;
  readonly main?: string;
  /** It has settings for nodemon. */
  readonly nodemon: boolean;
  /** Names that `packageManager` gives with their version: `yarn@4.5.0`. */
  readonly manager?: string;
}

/** The package.json of a folder of the stage; undefined where it is not known or a step changes it. */
export function readProject(
  { context }: SplitInput,
  files: StageFiles,
  steps: ReadonlyMap<unknown, Step>,
  folder: string,
): Project | undefined {
  const path = `${folder === '/' ? '' : folder}/package.json`;
  const text = files.text(path) ?? soleManifest(files, context.files, path);
  if (text === undefined) return undefined;
  for (const { parts } of steps.values())
    if (parts.some(({ command }) => writesManifest(command))) return undefined;
  const project = parseProject(text, folder);
  return project && isKnown(context, files, `${folder}/nodemon.json`)
    ? { ...project, nodemon: true }
    : project;
}

/** The build context is known to hold the file that lies at this path of the stage. */
export function isKnown({ paths }: SplitInput['context'], files: StageFiles, path: string): boolean {
  const found = paths && files.inContext(path);
  return found !== undefined && paths!.includes(found);
}

/** A wildcard copies it, and without a list of the context's files only its text tells that it is there. */
function soleManifest(
  files: StageFiles,
  texts: Readonly<Record<string, string>> | undefined,
  path: string,
): string | undefined {
  for (const { source, target, isFolder } of files.copied.toReversed()) {
    const slash = source.lastIndexOf('/') + 1;
    if (isFolder !== undefined || !/^(package|\*)[^/]*$/.test(source.slice(slash))) continue;
    if (`${target === '/' ? '' : target}/package.json` === path)
      return texts?.[`${source.slice(0, slash)}package.json`];
  }
  return undefined;
}

function writesManifest({ name, args, command }: PlainCommand): boolean {
  const writes = command.redirects.some(
    ({ operator, target }) => operator.includes('>') && target?.text.endsWith('package.json'),
  );
  if (writes) return true;
  if (/^(cp|mv|sed|tee|jq|rm|ln|git|tar|unzip)$/.test(name ?? ''))
    return name === 'git' || args.some(({ text }) => text.endsWith('package.json'));
  if (/^(npm|pnpm|yarn)$/.test(name ?? ''))
    return args.some(({ text }) => /^(pkg|init|create|set-script)$/.test(text));
  return name === 'node' && args.some(({ text }) => text.includes('package.json'));
}

/** Undefined for a text that is no JSON object. */
export function parseProject(text: string, folder: string): Project | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const content = value as Record<string, unknown>;
  const string = (key: string) => (typeof content[key] === 'string' ? (content[key] as string) : undefined);
  const [homepage, main, manager] = [string('homepage'), string('main'), string('packageManager')];
  return {
    folder,
    scripts: strings(content.scripts),
    dependencies: new Set(Object.keys(strings(content.dependencies))),
    development: new Set(Object.keys(strings(content.devDependencies))),
    optional: new Set(Object.keys(strings(content.optionalDependencies))),
    workspaces: content.workspaces !== undefined,
    linked: [content.dependencies, content.devDependencies, content.optionalDependencies].some((list) =>
      Object.values(strings(list)).some((value) => /^(file:|link:|portal:|workspace:|\.{0,2}\/)/.test(value)),
    ),
    proxied: content.proxy !== undefined,
    nodemon: content.nodemonConfig !== undefined,
    ...(homepage !== undefined && { homepage }),
    ...(main !== undefined && { main }),
    ...(manager !== undefined && { manager }),
  };
}

function strings(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  // A name such as `__proto__` is a name like any other.
  return Object.assign(Object.create(null) as Record<string, string>, Object.fromEntries(entries));
}

/** Scripts that run by themselves with an install. */
export function installScripts({ scripts }: Project): string[] {
  return [
    'preinstall',
    'install',
    'postinstall',
    'prepublish',
    'preprepare',
    'prepare',
    'postprepare',
  ].filter((name) => scripts[name] !== undefined);
}

/** Yarn keeps the packages in archives outside `node_modules`, where its settings do not say otherwise. */
export function isPlugAndPlay(project: Project | undefined, files: StageFiles, folder: string): boolean {
  const settings = files.text(`${folder === '/' ? '' : folder}/.yarnrc.yml`);
  const major = /^yarn@(\d+)/.exec(project?.manager ?? '')?.[1];
  const isModern = settings !== undefined || (major !== undefined && Number(major) > 1);
  return isModern && !/^\s*nodeLinker:\s*["']?(node-modules|pnpm)\b/m.test(settings ?? '');
}

/** The script that a call such as `npm start` runs; undefined where it is another thing. */
export function scriptNameOf(
  manager: Manager,
  words: readonly string[],
): { readonly name: string; readonly rest: readonly string[] } | undefined {
  const [verb = '', ...rest] = words;
  if (/^(run|run-script|rum|urn)$/.test(verb)) {
    const [name, ...more] = rest;
    return name === undefined ? undefined : { name, rest: more };
  }
  if (verb === 'start' || verb === 'stop' || verb === 'test') return { name: verb, rest };
  if (manager !== 'npm' && verb !== '' && !/^(-|exec$|dlx$|x$|node$|install$|add$|workspace|--)/.test(verb))
    return { name: verb, rest };
  return undefined;
}
