// The builds that a project's Bake files declare, as far as they are literal. Source: Docker's Bake file reference.
import { basename, dirname, resolve } from 'node:path';
import type { Build } from './builds.ts';
import { type HclValue, readHclBlocks } from './hcl-blocks.ts';

/** The files that Bake takes together when it is not told which; a later one wins. It takes the Compose files too. */
export const bakeFileNames = [
  'docker-bake.json',
  'docker-bake.hcl',
  'docker-bake.override.json',
  'docker-bake.override.hcl',
];

/** One of the files. */
export interface BakeFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** The attributes of a target that matter here; an entry of `null` is there and cannot be told. */
type Target = ReadonlyMap<string, HclValue>;

const wanted = new Set([
  'context',
  'dockerfile',
  'dockerfile-inline',
  'target',
  'inherits',
  'tags',
  'args',
  'matrix',
]);

/** @param files of one folder, a later one wins. What depends on variables or functions is left out. Never throws. */
export function bakeBuilds(files: readonly BakeFile[]): Build[] {
  const targets = new Map<string, Target>();
  const writtenIn = new Map<string, string>();
  for (const { path, text } of files) {
    for (const [name, body] of path.endsWith('.json') ? jsonTargets(text) : hclTargets(text)) {
      targets.set(name, merged(targets.get(name) ?? new Map(), body));
      if (!writtenIn.has(name)) writtenIn.set(name, path);
    }
  }
  return [...targets.keys()].flatMap((name) => {
    const build = buildOf(inherited(targets, name, 0), dirname(files[0]?.path ?? ''));
    return build ? [{ source: `${basename(writtenIn.get(name) ?? '')}, target ${name}`, ...build }] : [];
  });
}

function buildOf(target: Target, folder: string): Omit<Build, 'source'> | undefined {
  const context = target.has('context') ? target.get('context') : '.';
  const dockerfile = target.has('dockerfile') ? target.get('dockerfile') : 'Dockerfile';
  const stage = target.get('target');
  // A matrix makes several targets of one, each with values of its own.
  if (target.has('dockerfile-inline') || target.has('matrix')) return undefined;
  if (!isPlainPath(context) || !isPlainPath(dockerfile)) return undefined;
  if (stage !== undefined && (typeof stage !== 'string' || stage.includes('$'))) return undefined;
  const place = resolve(folder, context);
  const tags = target.get('tags');
  const image = Array.isArray(tags) && !tags[0]?.includes('$') ? tags[0] : undefined;
  const args = target.get('args');
  return {
    dockerfile: resolve(place, dockerfile),
    context: place,
    ...(stage === undefined ? {} : { target: stage }),
    ...(image === undefined ? {} : { image }),
    ...(args instanceof Map
      ? { arguments: Object.fromEntries([...args].map(([name, value]) => [name, value ?? undefined])) }
      : {}),
  };
}

/** No variable, no address of a repository. */
function isPlainPath(text: unknown): text is string {
  return typeof text === 'string' && !/[$\0]|:\/\/|^git@/.test(text);
}

/** The later attribute wins; arguments are put together. */
function merged(below: Target, above: Target): Target {
  const all = new Map([...below, ...above]);
  const [before, after] = [below.get('args'), above.get('args')];
  if (before instanceof Map && after instanceof Map) all.set('args', new Map([...before, ...after]));
  return all;
}

/** Later parents win over earlier ones, the target itself over all. */
function inherited(targets: ReadonlyMap<string, Target>, name: string, depth: number): Target {
  const own: Target = targets.get(name) ?? new Map();
  const parents = own.get('inherits');
  if (!Array.isArray(parents) || depth > 10) return own;
  // A circle doubles the work at each level: what has many parents is no real file.
  const all = parents.slice(0, 5).map((parent: string) => inherited(targets, parent, depth + 4));
  return merged(
    all.reduce((below, above) => merged(below, above), new Map<string, HclValue>() as Target),
    own,
  );
}

function jsonTargets(text: string): Map<string, Target> {
  const targets = new Map<string, Target>();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return targets;
  }
  for (const [name, body] of entriesOf((value as { target?: unknown } | null)?.target)) {
    const target = new Map<string, HclValue>();
    for (const [key, found] of entriesOf(body)) if (wanted.has(key)) target.set(key, jsonValue(found));
    targets.set(name, target);
  }
  return targets;
}

function entriesOf(value: unknown): [string, unknown][] {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
}

/** Texts in JSON can hold `${…}` too. */
function jsonValue(value: unknown): HclValue {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.every((one) => typeof one === 'string') ? value : null;
  if (value === null || typeof value !== 'object') return null;
  const isLiteral = (one: unknown) => typeof one === 'string' && !/[$%]\{/.test(one);
  return new Map(entriesOf(value).map(([key, one]) => [key, isLiteral(one) ? (one as string) : null]));
}

function hclTargets(text: string): Map<string, Target> {
  const targets = new Map<string, Target>();
  for (const { type, labels, attributes } of readHclBlocks(text)) {
    if (type !== 'target' || labels.length !== 1) continue;
    const body = new Map([...attributes].filter(([key]) => wanted.has(key)));
    // A target that is written twice is merged.
    targets.set(labels[0]!, merged(targets.get(labels[0]!) ?? new Map(), body));
  }
  return targets;
}
