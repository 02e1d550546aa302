// All real parts, prepared side by side, and the environment variables by which tests find them.
//
// For every path name in part.ts, as `trivy-cache`:
//   PLIMSOLL_PART_TRIVY_CACHE      its absolute path, when it could be had
//   PLIMSOLL_MISSING_TRIVY_CACHE   why not, otherwise
// The same is kept in `parts.json` in the cache, so that `npx vitest run test/trivy/some.test.ts` finds what an
// earlier `npm test` (or `npx tsx scripts/parts/prepare.ts trivy`) prepared. PLIMSOLL_CACHE moves the cache.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionlint } from './actionlint.ts';
import { buildah } from './buildah.ts';
import { buildkit, buildkitOracle } from './buildkit.ts';
import { cached, cacheRoot, withLock, writeWhole } from './cache.ts';
import { composeOracle } from './compose-oracle.ts';
import { ensureDebianPackages } from './debian.ts';
import { otherEngines } from './engines.ts';
import { hadolint } from './hadolint.ts';
import { vscodeHost } from './host/install.ts';
import { dockerEngine, imageTools, probeTools } from './images.ts';
import { ociRegistry } from './oci-registry.ts';
import {
  firstLine,
  type Log,
  missingVariable,
  type Part,
  type PathName,
  type Prepared,
  pathVariable,
} from './part.ts';
import { redis } from './redis.ts';
import { standInImages } from './stand-ins.ts';
import { trivy } from './trivy.ts';

/** The slowest to make come first. */
export const parts: readonly Part[] = [
  trivy,
  buildkit,
  standInImages,
  vscodeHost,
  buildkitOracle,
  composeOracle,
  actionlint,
  dockerEngine,
  buildah,
  ...imageTools,
  ociRegistry,
  redis,
  ...otherEngines,
  ...probeTools,
  hadolint,
];

/** What one preparation gave: a path or a reason for every path name of the parts asked for. */
export type Had = Partial<Record<PathName, { path: string } | { missing: string }>>;

async function prepareOne(part: Part, log: Log): Promise<Had> {
  const prepared: Prepared = await part.prepare(log).catch((error) => ({ missing: firstLine(error) }));
  const had: Had = {};
  for (const name of part.gives) {
    const path = 'paths' in prepared ? prepared.paths[name] : undefined;
    had[name] = path
      ? { path }
      : { missing: 'missing' in prepared ? prepared.missing : `${part.name} gave no ${name}` };
  }
  if ('missing' in prepared) log(`${part.name}: missing: ${prepared.missing}`);
  await remember(had);
  return had;
}

/**
 * Starts to prepare the named parts: Debian packages first in one call, then all at once. The function it returns
 * waits for some of them only, so that a suite need not wait for what another one wants. Nothing throws for an absence.
 */
export function startParts(names: readonly string[], log: Log): (some: readonly string[]) => Promise<Had> {
  const unknown = names.filter((name) => !parts.some((part) => part.name === name));
  if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(', ')}`);
  const wanted = parts.filter((part) => names.includes(part.name));
  const packages = ensureDebianPackages(
    wanted.flatMap((part) => part.debian),
    log,
  );
  const each = new Map(wanted.map((part) => [part.name, packages.then(() => prepareOne(part, log))]));
  return async (some) => Object.assign({}, ...(await Promise.all(some.map((name) => each.get(name)))));
}

/** Prepares the named parts and waits for all of them. */
export function prepareParts(names: readonly string[], log: Log): Promise<Had> {
  return startParts(names, log)(names);
}

async function remember(had: Had): Promise<void> {
  await withLock('parts-json', async () => {
    const known = rememberedParts();
    for (const [name, one] of Object.entries(had) as [PathName, { path?: string }][]) {
      if (one.path) known[name] = one.path;
      else delete known[name];
    }
    writeWhole(cached('parts.json'), `${JSON.stringify(known, null, 2)}\n`);
  });
}

/** The paths that an earlier preparation left. */
export function rememberedParts(): Partial<Record<PathName, string>> {
  const path = join(cacheRoot(), 'parts.json');
  return existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<Record<PathName, string>>)
    : {};
}

/** The environment variables that tell tests what was had. */
export function partsEnvironment(had: Had): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, one] of Object.entries(had)) {
    if ('path' in one) env[pathVariable(name)] = one.path;
    else env[missingVariable(name)] = one.missing;
  }
  return env;
}
