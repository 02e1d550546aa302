// The bundles and what goes into each.
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { readManifest, root } from '../root.ts';
import { noRegistryClient, singleCopies } from './plugins.ts';

interface Bundle {
  readonly name: string;
  readonly options: esbuild.BuildOptions;
  /** It reaches users, so its packages' licences must be told. */
  readonly shipped: boolean;
}

function shared(): esbuild.BuildOptions {
  return {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    alias: singleCopies(),
    plugins: [noRegistryClient],
    define: {
      'import.meta.dirname': '__dirname',
      PLIMSOLL_VERSION: JSON.stringify(readManifest().version),
    },
  };
}

/** The bundles whose source is there. */
export function bundles(): Bundle[] {
  const single = (name: string, entry: string, more: esbuild.BuildOptions = {}): Bundle[] =>
    existsSync(join(root, entry))
      ? [
          {
            name,
            shipped: true,
            options: { ...shared(), entryPoints: [entry], outfile: `dist/${name}.js`, ...more },
          },
        ]
      : [];
  const all = [
    ...single('extension', 'client/src/extension.ts', { external: ['vscode'] }),
    // Runs in a web view.
    ...single('report-page', 'client/src/scan-view/page/main.ts', {
      platform: 'browser',
      target: 'es2022',
      format: 'iife',
    }),
    ...single('server', 'server/src/server.ts'),
    ...single('cli', 'server/src/cli.ts', { banner: { js: '#!/usr/bin/env node' } }),
  ];
  const host = join(root, 'test/host');
  const suites = existsSync(host)
    ? readdirSync(host).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    : [];
  if (suites.length > 0) {
    const options = {
      ...shared(),
      entryPoints: suites.map((name) => `test/host/${name}`),
      outdir: 'dist/test/host',
      minify: false,
      sourcemap: 'inline' as const,
      external: ['vscode', 'mocha', 'playwright-core'],
    };
    all.push({ name: 'test/host', shipped: false, options });
  }
  return all;
}

/** Builds every bundle. Returns the files of the packages and of ours that went into what is shipped. */
export async function buildBundles(): Promise<Set<string>> {
  const inputs = new Set<string>();
  const results = await Promise.all(
    bundles().map(async (bundle) => ({ bundle, result: await esbuild.build(bundle.options) })),
  );
  for (const { bundle, result } of results) {
    if (bundle.shipped) for (const input of Object.keys(result.metafile?.inputs ?? {})) inputs.add(input);
  }
  const cli = join(root, 'dist/cli.js');
  if (existsSync(cli)) chmodSync(cli, 0o755);
  return inputs;
}

/** Builds again whenever a source changes, until the process ends; `changed` runs after each build of the server. */
export async function watchBundles(changed: () => Promise<void>): Promise<void> {
  for (const bundle of bundles()) {
    const after: esbuild.Plugin = {
      name: 'after-build',
      setup(build) {
        build.onEnd(async (result) => {
          if (result.errors.length > 0) return;
          if (bundle.name === 'cli') {
            chmodSync(join(root, 'dist/cli.js'), 0o755);
            await changed();
          }
          console.log(`built ${bundle.name}`);
        });
      },
    };
    const context = await esbuild.context({
      ...bundle.options,
      plugins: [...(bundle.options.plugins ?? []), after],
    });
    await context.watch();
  }
}
