// Loads every rule with its docs and examples, fresh from the source each time.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import type { AnyRule, Example } from '../../server/src/engine/define-rule.ts';
import { root } from '../root.ts';

export interface RuleModule {
  /** `dockerfile`, `compose` … */
  readonly group: string;
  /** Relative to the folder of rules: `./dockerfile/root-user.ts`. */
  readonly file: string;
  readonly rule: AnyRule;
  readonly docs: string;
  readonly examples: readonly Example[];
}

export const rulesFolder = join(root, 'server/src/engine/rules');

/** The rule files, in the order of group and name. */
export function ruleFiles(): { group: string; file: string }[] {
  const groups = readdirSync(rulesFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return groups
    .map((entry) => entry.name)
    .sort()
    .flatMap((group) =>
      readdirSync(join(rulesFolder, group))
        .filter((name) => name.endsWith('.ts'))
        .sort()
        .map((name) => ({ group, file: `./${group}/${name}` })),
    );
}

/** Throws when a rule file lacks its default export, docs or examples, or its id is not its file's name. */
export async function loadRules(): Promise<RuleModule[]> {
  const files = ruleFiles();
  const source = files.map(({ file }, i) => `export * as rule${i} from ${JSON.stringify(file)};`).join('\n');
  const result = await build({
    stdin: { contents: source, resolveDir: rulesFolder, loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'silent',
  });
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-rules-'));
  try {
    const bundle = join(folder, 'rules.cjs');
    writeFileSync(bundle, result.outputFiles[0]!.contents);
    const modules = createRequire(bundle)(bundle) as Record<
      string,
      { default?: AnyRule; docs?: string; examples?: Example[] }
    >;
    return files.map(({ group, file }, i) => {
      const { default: rule, docs, examples } = modules[`rule${i}`] ?? {};
      if (!rule || typeof docs !== 'string' || !Array.isArray(examples)) {
        throw new Error(`${file} must default-export a rule and export docs and examples.`);
      }
      if (rule.id !== basename(file, '.ts'))
        throw new Error(`${file} holds the rule “${rule.id}”: both names must be equal.`);
      return { group, file, rule, docs, examples };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
