// `npm run package`: builds, packs the .vsix and prints what is in it.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { buildAll } from './build/all.ts';
import { checkManifest, packagedFiles, packVsix } from './package/vsix.ts';
import { root, runMain } from './root.ts';

runMain(async () => {
  await buildAll();
  await checkManifest();
  for (const file of await packagedFiles()) {
    console.log(`${String(statSync(join(root, file)).size).padStart(9)}  ${file}`);
  }
  const path = await packVsix();
  console.log(`${path} (${Math.round(statSync(path).size / 1024)} kB)`);
});
