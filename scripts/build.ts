// `npm run build`: fills dist/. With --watch it builds again whenever a source changes.
import { buildAll } from './build/all.ts';
import { watchBundles } from './build/bundles.ts';
import { buildData } from './build/data.ts';
import { runMain } from './root.ts';

runMain(async () => {
  const started = performance.now();
  await buildAll();
  console.log(`dist/ built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  if (process.argv.includes('--watch')) await watchBundles(buildData);
});
