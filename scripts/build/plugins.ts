// What esbuild changes in the packages that go into the bundles.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { root } from '../root.ts';

/**
 * The editing library can ask a registry for tags. No bundle of ours may: its client is replaced by one that throws,
 * and a repository test looks for the registry's names in `dist/`.
 */
export const noRegistryClient: Plugin = {
  name: 'no-registry-client',
  setup(build) {
    build.onLoad({ filter: /[\\/]dockerRegistryClient\.js$/ }, () => ({
      contents: `exports.DockerRegistryClient = class {
        getTags() { return Promise.reject(new Error('Plimsoll asks no registry.')); }
      };`,
      loader: 'js',
    }));
  },
};

function packageFolder(...places: string[]): string {
  const found = places.map((place) => join(root, 'node_modules', place)).find((folder) => existsSync(folder));
  if (!found) throw new Error(`Not installed: ${places.join(', ')}. Run “npm ci”.`);
  return found;
}

/**
 * Packages that several others bring in their own version: every bundle gets the newest one, once. And jsonc-parser as
 * the modules it has: its other form loads files by names that a bundle does not know.
 */
export function singleCopies(): Record<string, string> {
  const types = packageFolder(
    'vscode-languageserver-protocol/node_modules/vscode-languageserver-types',
    'vscode-languageserver-types',
  );
  return {
    'jsonc-parser': join(packageFolder('jsonc-parser'), 'lib/esm/main.js'),
    'vscode-languageserver-types': join(types, 'lib/esm/main.js'),
    'vscode-languageserver-textdocument': join(
      packageFolder('vscode-languageserver-textdocument'),
      'lib/esm/main.js',
    ),
  };
}
