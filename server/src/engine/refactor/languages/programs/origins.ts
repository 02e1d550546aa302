// Where each program that the container starts comes from: built here, the image's own, a package's, or a script of the project.

import { defaultPath } from '../../../model/programs.ts';
import { readCopy } from '../../../parse/arguments.ts';
import { lastPart } from '../../../text/paths.ts';
import { type SplitInput, SplitRefusal } from '../../plan.ts';
import { resolvePath, type StageFiles } from '../../stage-files.ts';
import { type Outputs, parentOf } from './outputs.ts';
import { programsOfScript, type Start, type Started } from './start.ts';

/** A started program with where it comes from. */
export type Origin =
  /** `path` is where it lies in the builder. */
  | { readonly kind: 'built'; readonly path: string; readonly started: Started }
  /** A file that the build context gives, no script. */
  | { readonly kind: 'copied'; readonly path: string; readonly started: Started }
  | { readonly kind: 'script'; readonly path: string; readonly started: Started }
  /** In the base image, or in a package that the file installs. */
  | {
      readonly kind: 'image' | 'package';
      readonly name: string;
      readonly started: Started;
    };

/** What is looked at to find a program. */
export interface Search {
  readonly input: SplitInput;
  readonly files: StageFiles;
  readonly outputs: Outputs;
  /** Folders on PATH besides the usual ones: `/go/bin`. */
  readonly folders: readonly string[];
}

const usual = defaultPath.split(':');

/** Whether a program there is found by its name in every image. */
export function isOnUsualPath(path: string): boolean {
  return usual.includes(parentOf(path));
}

/**
 * The origins of all that the container starts, those of the programs in scripts too.
 * @throws SplitRefusal where one is not known
 */
export function originsOf(search: Search, start: Start): Origin[] {
  const origins: Origin[] = [];
  const scripts = new Set<string>();
  const follow = (started: Started): void => {
    const origin = originOf(search, started);
    origins.push(origin);
    if (origin.kind !== 'script' || scripts.has(origin.path)) return;
    scripts.add(origin.path);
    const text = search.files.text(origin.path);
    const inner = text && programsOfScript(text, started.directory, started.program.at);
    if (!inner)
      throw new SplitRefusal(
        `\`${lastPart(origin.path)}\` is a script of the project, and what it starts is not known.`,
        'script of the project',
        started.program.at,
      );
    for (const one of inner) follow(one);
  };
  for (const started of start.programs) follow(started);
  return origins;
}

function originOf(search: Search, started: Started): Origin {
  const { text, at } = started.program;
  if (/[$`*?{}]/.test(text))
    throw new SplitRefusal(`Which program \`${text}\` is cannot be told.`, 'start command', at);
  return text.includes('/') ? atPath(search, started) : byName(search, started);
}

function atPath({ input, files, outputs }: Search, started: Started): Origin {
  const { text, at } = started.program;
  const path = resolvePath(text, started.directory);
  if (path === undefined)
    throw new SplitRefusal(
      `The folder in which \`${text}\` is looked for is not known.`,
      'start command',
      at,
    );
  if (outputs.files.has(path)) return { kind: 'built', path, started };
  const name = lastPart(path);
  const tool = input.stage.end.tool(name);
  if (/^\/(usr\/)?s?bin\//.test(path) && tool.presence === 'present') {
    if (tool.by === 'image') return { kind: 'image', name, started };
    if (tool.packaged) return { kind: 'package', name, started };
  }
  const content = files.text(path);
  if (/\.(sh|bash)$/.test(name) || content?.startsWith('#!')) return { kind: 'script', path, started };
  const isNamed = isCopied(files, path);
  if (!isNamed && !isFetched(input, path)) {
    if (outputs.isOpen || outputs.folders.has(parentOf(path))) return { kind: 'built', path, started };
    // No step builds it: it comes with the sources, and may be a script as well as a program.
    return { kind: content === undefined ? 'script' : 'copied', path, started };
  }
  // A file that is copied by its name may be a script as well as a program.
  return { kind: content === undefined && isNamed ? 'script' : 'copied', path, started };
}

/** A COPY names it. */
function isCopied(files: StageFiles, path: string): boolean {
  return files.copied.some(({ isFolder, source, target }) => {
    if (isFolder === true || /[*?[]/.test(source)) return false;
    return target === path || `${target === '/' ? '' : target}/${lastPart(source)}` === path;
  });
}

/** An ADD brings it from an address. */
function isFetched({ stage }: SplitInput, path: string): boolean {
  return stage.instructions.some((instruction) => {
    const copy = instruction.keyword === 'ADD' ? readCopy(instruction) : undefined;
    return copy?.destination.value === path && copy.sources.every(({ value }) => value.includes('://'));
  });
}

function byName({ input, files, outputs, folders }: Search, started: Started): Origin {
  const { text: name, at } = started.program;
  const onPath = [...folders, ...usual];
  for (const folder of onPath) {
    const path = `${folder}/${name}`;
    if (outputs.files.has(path)) return { kind: 'built', path, started };
  }
  const tool = input.stage.end.tool(name);
  if (tool.presence === 'present' && tool.by === 'image') return { kind: 'image', name, started };
  if ((tool.presence === 'present' && tool.packaged) || input.stage.end.packages.has(name))
    return { kind: 'package', name, started };
  for (const folder of onPath) {
    const path = `${folder}/${name}`;
    if (isCopied(files, path)) {
      const content = files.text(path);
      const isScript = content === undefined || content.startsWith('#!') || /\.(sh|bash)$/.test(name);
      return { kind: isScript ? 'script' : 'copied', path, started };
    }
  }
  if (shellWords.has(name)) return { kind: 'image', name, started };
  const folder = onPath.find((one) => outputs.folders.has(one));
  if (folder !== undefined) return { kind: 'built', path: `${folder}/${name}`, started };
  throw new SplitRefusal(`Where \`${name}\` comes from is not known.`, 'start command', at);
}

/** What every distribution's base image has. */
const shellWords: ReadonlySet<string> = new Set(
  'sh cat cp mv ln rm ls mkdir touch chmod chown sleep date env grep sed cut head tail tr wc tee sort uniq id whoami hostname uname basename dirname mktemp readlink seq stat timeout kill nproc awk find xargs md5sum sha256sum base64 expr'.split(
    ' ',
  ),
);
