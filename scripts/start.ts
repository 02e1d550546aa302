// `npm start [-- PATHS]`: builds everything, checks the examples (or your files), packs the extension.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildAll } from './build/all.ts';
import { checkManifest, packVsix } from './package/vsix.ts';
import { root, runMain } from './root.ts';

/** Milliseconds as seconds with one decimal. */
function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(2);
}

runMain(async () => {
  const started = performance.now();
  await buildAll();
  console.log(`Built in ${seconds(started)} s.\n`);

  // npm runs scripts in the repository; INIT_CWD is where the user stands, so that relative paths are theirs.
  const paths = process.argv.slice(2);
  const cwd = paths.length > 0 ? (process.env.INIT_CWD ?? process.cwd()) : root;
  const asked = paths.length > 0 ? paths : ['examples'];
  const checkStarted = performance.now();
  const check = spawnSync(
    process.execPath,
    [join(root, 'dist/cli.js'), 'check', '--verbose', '--fail-on', 'never', '--', ...asked],
    { cwd, stdio: 'inherit' },
  );
  console.log(`\nChecked in ${seconds(checkStarted)} s.`);
  if (check.status !== 0) {
    process.exitCode = check.status ?? 1;
    return;
  }

  const packStarted = performance.now();
  await checkManifest();
  const vsix = await packVsix();
  const size = Math.round(statSync(vsix).size / 1024);
  console.log(`Extension packed in ${seconds(packStarted)} s: ${relative(process.cwd(), vsix)} (${size} kB)`);
  console.log(`Install it with: code --install-extension ${relative(process.cwd(), vsix)}`);
});
