// `npm run generate`: writes every generated file. With --check it writes nothing and fails when one is stale.
// `npm run generate -- closure-alpine CLONE INDEX…` renews server/data/closure-alpine.json (see server/data/NOTICE.md).
// `npm run generate -- closure` renews server/data/closure.json from Debian's package lists (Debian, apt, network; minutes).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openFacts } from '../server/src/engine/index.ts';
import { pinnedActionsModule } from './generate/actions.ts';
import { loadRules, ruleFiles } from './generate/load-rules.ts';
import { migrationPage } from './generate/migration.ts';
import { rulePage, rulesDocs, rulesIndex, rulesTable } from './generate/rules.ts';
import { knownServersPage } from './generate/servers.ts';
import {
  configurationBlock,
  restrictedSettings,
  settingsFileSchema,
  settingsPage,
} from './generate/settings.ts';
import { readManifest, root, runMain } from './root.ts';

/** As Biome would write it, so that a generated file never fails the lint. */
function formatted(path: string, text: string): string {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const result = spawnSync(process.execPath, [biome, 'format', `--stdin-file-path=${path}`], {
    cwd: root,
    input: text,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.status !== 0) throw new Error(`Biome could not format ${path}: ${result.stderr}`);
  return result.stdout;
}

async function generate(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const index = 'server/src/engine/rules/index.ts';
  files.set(index, formatted(index, rulesIndex(ruleFiles())));
  const pinned = 'server/src/pipeline/pinned-actions.ts';
  files.set(pinned, formatted(pinned, pinnedActionsModule()));
  const { compileFacts } = await import('./generate/facts.ts');
  const modules = await loadRules();
  const rules = rulesDocs(modules, openFacts(JSON.parse(await compileFacts())));
  for (const rule of rules) files.set(`docs/rules/${rule.id}.md`, rulePage(rule));
  files.set('docs/rules/README.md', rulesTable(rules));
  files.set('docs/settings.md', settingsPage());
  files.set('docs/known-servers.md', knownServersPage());
  files.set('docs/migration.md', migrationPage(modules.map(({ rule }) => rule)));
  const schema = 'schemas/plimsoll-settings.schema.json';
  files.set(schema, formatted(schema, JSON.stringify(settingsFileSchema())));
  const manifest = readManifest();
  manifest.contributes = { ...manifest.contributes, configuration: configurationBlock() };
  manifest.capabilities.untrustedWorkspaces.restrictedConfigurations = restrictedSettings();
  files.set('package.json', `${JSON.stringify(manifest, undefined, 2)}\n`);
  return files;
}

/** Pages of rules that are gone. */
function orphans(files: ReadonlyMap<string, string>): string[] {
  const folder = 'docs/rules';
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder))
    .map((name) => `${folder}/${name}`)
    .filter((path) => !files.has(path));
}

runMain(async () => {
  const alpine = process.argv.indexOf('closure-alpine');
  if (alpine > 0) {
    const { generateAlpineClosure } = await import('./generate/closure-alpine.ts');
    const [clone, ...indexes] = process.argv.slice(alpine + 1);
    if (!clone || indexes.length === 0)
      throw new Error('Usage: closure-alpine CLONE-OF-APORTS INDEX-FOLDER…');
    writeFileSync(join(root, 'server/data/closure-alpine.json'), generateAlpineClosure(clone, indexes));
    return;
  }
  if (process.argv.includes('closure')) {
    const { generateClosure } = await import('./generate/closure.ts');
    writeFileSync(join(root, 'server/data/closure.json'), await generateClosure());
    return;
  }
  const check = process.argv.includes('--check');
  const files = await generate();
  const stale: string[] = [];
  for (const [path, text] of files) {
    const file = join(root, path);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    stale.push(path);
    if (check) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  for (const path of orphans(files)) {
    stale.push(`${path} (no such rule)`);
    if (!check) rmSync(join(root, path));
  }
  if (stale.length === 0) console.log('Every generated file is fresh.');
  else if (!check) console.log(`Written:\n  ${stale.join('\n  ')}`);
  else {
    console.error(`Stale; run “npm run generate”:\n  ${stale.join('\n  ')}`);
    process.exitCode = 1;
  }
});
