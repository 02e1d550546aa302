// The whole build: bundles, data files, notices.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';
import { buildBundles } from './bundles.ts';
import { buildData } from './data.ts';
import { notices } from './notices.ts';

/** Fills `dist/`. Throws when a source does not build or a licence does not fit. */
export async function buildAll(): Promise<void> {
  const dist = join(root, 'dist');
  rmSync(join(dist, 'test'), { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  const [inputs] = await Promise.all([buildBundles(), buildData()]);
  writeFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), notices(inputs));
}
