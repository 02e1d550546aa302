// The builds that a Bake file declares, as far as they are literal. Source: Docker's Bake file reference.
import { basename, dirname, resolve } from 'node:path';
import type { Build } from './builds.ts';
import { isPlainPath } from './compose-builds.ts';
import { readHclBlocks } from './hcl-blocks.ts';

/** In the order in which Bake looks for them, without the Compose files that it takes too. */
export const bakeFileNames = ['docker-bake.json', 'docker-bake.hcl'];

/** The attributes of a target that matter here; an entry of `null` is there and cannot be told. */
type Target = Readonly<Record<string, string | readonly string[] | null>>;

const wanted = ['context', 'dockerfile', 'dockerfile-inline', 'target', 'inherits', 'tags'];

/** What depends on variables or functions is left out. Never throws. @param path absolute */
export function bakeBuilds(text: string, path: string): Build[] {
  const targets = path.endsWith('.json') ? jsonTargets(text) : hclTargets(text);
  const folder = dirname(path);
  return [...targets.keys()].flatMap((name) => {
    const {
      context = '.',
      dockerfile = 'Dockerfile',
      target,
      tags,
      'dockerfile-inline': inline,
    } = inherited(targets, name, 0);
    if (inline !== undefined || !isPlainPath(context) || !isPlainPath(dockerfile)) return [];
    if (target !== undefined && (typeof target !== 'string' || target.includes('$'))) return [];
    const place = resolve(folder, context);
    const image = Array.isArray(tags) && !tags[0]?.includes('$') ? tags[0] : undefined;
    return [
      {
        source: `${basename(path)}, target ${name}`,
        dockerfile: resolve(place, dockerfile),
        context: place,
        ...(target === undefined ? {} : { target }),
        ...(image === undefined ? {} : { image }),
      },
    ];
  });
}

/** Later parents win over earlier ones, the target itself over all. */
function inherited(targets: ReadonlyMap<string, Target>, name: string, depth: number): Target {
  const own = targets.get(name) ?? {};
  const parents = own['inherits'];
  if (!Array.isArray(parents) || depth > 10) return own;
  // A circle doubles the work at each level: what has many parents is no real file.
  return Object.assign(
    {},
    ...parents.slice(0, 5).map((parent) => inherited(targets, parent, depth + 4)),
    own,
  );
}

function jsonTargets(text: string): Map<string, Target> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return new Map();
  }
  const section = (value as { target?: unknown } | null)?.target;
  if (section === null || typeof section !== 'object') return new Map();
  return new Map(
    Object.entries(section).map(([name, body]) => [
      name,
      Object.fromEntries(
        wanted.flatMap((key) => {
          const found = (body as Record<string, unknown> | null)?.[key];
          if (found === undefined) return [];
          const list = Array.isArray(found) && found.every((one) => typeof one === 'string');
          return [[key, typeof found === 'string' || list ? (found as string | string[]) : null]];
        }),
      ),
    ]),
  );
}

function hclTargets(text: string): Map<string, Target> {
  const targets = new Map<string, Target>();
  for (const { type, labels, attributes } of readHclBlocks(text)) {
    if (type !== 'target' || labels.length !== 1) continue;
    const body = Object.fromEntries([...attributes].filter(([key]) => wanted.includes(key)));
    // A target that is written twice is merged.
    targets.set(labels[0]!, { ...targets.get(labels[0]!), ...body });
  }
  return targets;
}
