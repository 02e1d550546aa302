// Where the program lies and starts in the runtime: where its settings were before.
import { readCopy } from '../../../parse/arguments.ts';
import { type SplitInput, SplitRefusal } from '../../plan.ts';
import { isWithin, resolvePath } from '../../stage-files.ts';
import type { Study } from './study.ts';

/** Folders of the runtime. */
export interface Folders {
  /** What is published lies here. */
  readonly program: string;
  /** The program starts here. */
  readonly start: string;
}

/** @throws SplitRefusal where it is not known what the program reads */
export function foldersOf(input: SplitInput, known: Study): Folders {
  const { start, files, published, isRun } = known;
  const { directory } = start;
  if (directory !== files.directory && directory !== published)
    throw new SplitRefusal(
      'The start command changes its folder, and what the program reads there is not known.',
      'start command',
      start.at,
    );
  const hasProject = files.copied.some(
    ({ target, isFolder }) => target === '/' || (isFolder === false && /^\/[^/]+proj$/.test(target)),
  );
  // It never read its settings in `/`, and goes on without them.
  if (directory === '/' && !isRun && !hasProject) return { program: published, start: '/' };
  const isHome = directory === undefined || directory === '/';
  const folder =
    directory === published || isNamedLater(input, known)
      ? published
      : isHome
        ? homeOf(published)
        : directory;
  return { program: folder, start: folder };
}

/**
 * Instructions that the runtime has too name the published folder: it has to be there.
 * @throws SplitRefusal where they name it from the folder that the program starts in
 */
function isNamedLater({ stage, model }: SplitInput, { files, published, last }: Study): boolean {
  const { text } = model.dockerfile;
  let found = false;
  for (const one of stage.instructions) {
    const isFile = /^(COPY|ADD|RUN)$/.test(one.keyword);
    if (isFile ? one.at.start <= last.at.start : !/^(ENV|VOLUME|HEALTHCHECK)$/.test(one.keyword)) continue;
    const target = readCopy(one)?.destination.value;
    const words =
      target === undefined ? text.slice(one.at.start, one.at.end).split(/[\s"',;=[\]]+/) : [target];
    const directory = files.directoryBefore(one);
    for (const word of words) {
      const path = resolvePath(word, isFile ? directory : undefined);
      if (path === undefined || path === directory || !isWithin(published, path)) continue;
      if (!word.startsWith('/'))
        throw new SplitRefusal(
          `\`${word}\` lies in what is published, which goes to another folder in the runtime. Name it by its whole path.`,
          'files needed are not known',
          one.at,
        );
      found = true;
    }
  }
  return found;
}

/** A folder for a program that started in `/`: that of what is published, where it is a folder of its own. */
function homeOf(published: string): string {
  return /^\/(tmp\/)?publish$/.test(published) ? '/app' : published;
}
