// How a test gets a real part: its path, or a skip that names what is missing and why.
import { beforeEach, type TestContext } from 'vitest';
import { rememberedParts } from '../scripts/parts/index.ts';
import { missingVariable, type PathName, pathVariable } from '../scripts/parts/part.ts';

export interface Found {
  path?: string;
  missing?: string;
}

/** The path of a part, from `npm test` or from an earlier preparation; else the reason why there is none. */
export function findPart(name: PathName): Found {
  const path = process.env[pathVariable(name)];
  if (path) return { path };
  const missing = process.env[missingVariable(name)];
  if (missing) return { missing };
  const remembered = rememberedParts()[name];
  if (remembered) return { path: remembered };
  return { missing: 'not prepared: run `npx tsx scripts/parts/prepare.ts`' };
}

/**
 * The absolute path of a real part. Call it at the top of a test file (or of a `describe`): when the part is missing,
 * every test there is skipped and the report names the reason; with CI=true that is a failure. What a `beforeAll`
 * starts with the part should be guarded by `hasParts(name)`.
 */
export function requirePart(name: PathName): string {
  const found = findPart(name);
  if (found.path) return found.path;
  beforeEach((context: TestContext) => {
    context.skip(`${name}: ${found.missing}`);
  });
  return `/missing/${name}`;
}

/** The same inside one test: skips it, naming the reason. With CI=true the run counts that as a failure. */
export function needPart(context: TestContext, name: PathName): string {
  const found = findPart(name);
  return found.path ?? context.skip(`${name}: ${found.missing}`);
}

/** True when all the named parts are there. */
export function hasParts(...names: PathName[]): boolean {
  return names.every((name) => findPart(name).path !== undefined);
}
