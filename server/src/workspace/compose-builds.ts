// The builds that a Compose file declares, with everything that Compose puts together for it.
import { basename, join } from 'node:path';
import { type ComposeProject, type ComposeService, LineIndex, loadProject } from '../engine/index.ts';
import type { Build } from './builds.ts';
import { composeContextOf } from './compose-context.ts';
import { languageOfText } from './language.ts';
import { type OpenText, ProjectFiles, stampOf } from './project-files.ts';
import { relativeTo } from './root.ts';

/** The builds of one file, as long as nothing that was looked at has changed. */
interface Kept {
  readonly looked: ReadonlyMap<string, string>;
  readonly builds: readonly Build[];
}

const kept = new Map<string, Kept>();
const mostKept = 200;

/**
 * What the services of a Compose file are built from; inline Dockerfiles, and what depends on values that are not known or is
 * built from elsewhere, are left out. Kept until a file that was looked at changes. Never throws.
 * @param path absolute
 * @param looked gets the absolute paths of what was looked for
 */
export function composeBuilds(
  path: string,
  root: string,
  looked: Set<string>,
  openText?: OpenText,
): readonly Build[] {
  const key = `${root}\0${path}`;
  const before = kept.get(key);
  const isSame = before && [...before.looked].every(([file, stamp]) => stampOf(file, openText) === stamp);
  const made = isSame ? before : readBuilds(path, root, openText);
  if (!isSame) {
    if (kept.size >= mostKept) kept.clear();
    kept.set(key, made);
  }
  for (const file of made.looked.keys()) looked.add(file);
  return made.builds;
}

function readBuilds(path: string, root: string, openText: OpenText | undefined): Kept {
  const files = new ProjectFiles(root, openText);
  const own = relativeTo(root, path);
  const found = files.find(own);
  if (!('text' in found) || languageOfText(path, found.text) !== 'compose')
    return { looked: files.looked, builds: [] };
  const context = composeContextOf(files, own, found.text);
  const { project } = loadProject(found.text, context);
  const position = positionsIn(project);
  const builds = project.services.flatMap((service) => buildOf(project, service, { path, root, position }));
  return { looked: files.looked, builds };
}

interface Origin {
  /** Of the Compose file that was asked about, absolute. */
  readonly path: string;
  readonly root: string;
  readonly position: (at: ComposeService['keyAt']) => { readonly line: number; readonly character: number };
}

function buildOf(project: ComposeProject, service: ComposeService, origin: Origin): Build[] {
  const { path, root, position } = origin;
  const { build, image, name, keyAt } = service;
  if (!build || build.inline || build.dockerfile === undefined) return [];
  // A target that cannot be told is not the last stage: nothing can be said of what is shipped.
  if (build.target && build.target.text === undefined) return [];
  const target = build.target?.text;
  const imageName = image ? image.text : project.name === undefined ? undefined : `${project.name}-${name}`;
  return [
    {
      source: `${basename(path)}, service ${name}`,
      dockerfile: join(root, build.dockerfile),
      ...(build.context === undefined ? {} : { context: join(root, build.context) }),
      ...(target ? { target } : {}),
      ...(imageName === undefined ? {} : { image: imageName }),
      arguments: Object.fromEntries(build.args.map((one) => [one.name, one.value ?? undefined])),
      service: { name, file: join(root, keyAt.file), ...position(keyAt) },
      isDefault: isDefaultName(basename(path)),
    },
  ];
}

/** Turns places into lines, each file's lines counted once. */
function positionsIn(project: ComposeProject): Origin['position'] {
  const indexes = new Map<string, LineIndex>();
  return ({ file, start }) => {
    const index = indexes.get(file) ?? new LineIndex(project.files.get(file)?.text ?? '');
    indexes.set(file, index);
    return index.position(start);
  };
}

/** Whether Compose takes the file when it is not told which. */
function isDefaultName(name: string): boolean {
  return /^(?:docker-)?compose\.ya?ml$/.test(name);
}
