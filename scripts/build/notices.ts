// THIRD-PARTY-NOTICES: the packages inside the bundles and their licences.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';

/** Licences that allow what we do, with the notice kept (SPDX ids). Another one has to be looked at by a person first. */
const allowed = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
]);

interface Package {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly texts: readonly string[];
}

function readPackage(folder: string): Package {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const license = typeof manifest.license === 'string' ? manifest.license : 'unknown';
  const files = readdirSync(join(root, folder)).filter((name) =>
    /^(?:licen[cs]e|copying|notice|thirdpartynotices)/i.test(name),
  );
  const texts = files.sort().map((name) =>
    readFileSync(join(root, folder, name), 'utf8')
      .replace(/\r\n/g, '\n')
      .trim(),
  );
  return { name: manifest.name, version: manifest.version, license, texts };
}

/**
 * The notices for the packages that the given bundle inputs (paths relative to the repository) come from.
 * Throws on a licence that is not on the list, or a package that carries no licence text.
 */
export function notices(inputs: Iterable<string>): string {
  const folders = new Set<string>();
  for (const input of inputs) {
    const match = /^((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match && existsSync(join(root, match[1]!, 'package.json'))) folders.add(match[1]!);
  }
  const packages = [...folders]
    .map(readPackage)
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  for (const found of packages) {
    const ids = found.license.split(/\s+(?:AND|OR)\s+/).map((id) => id.replace(/[()]/g, ''));
    if (!ids.every((id) => allowed.has(id))) {
      throw new Error(
        `${found.name} ${found.version} has the licence ${found.license}, which is not on the list.`,
      );
    }
    if (found.texts.length === 0) throw new Error(`${found.name} ${found.version} carries no licence text.`);
  }
  const head = 'Plimsoll contains the following software. Each part stays under its own licence.\n';
  const parts = packages.map(
    (one) => `${one.name} ${one.version} (${one.license})\n\n${one.texts.join('\n\n')}\n`,
  );
  const line = `\n${'-'.repeat(78)}\n\n`;
  return [head, ...new Set(parts)].join(line);
}
