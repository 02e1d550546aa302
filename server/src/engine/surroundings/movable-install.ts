// Whether an install needs nothing of the build context but its manifests, and may so come before the rest is copied.

import type { LintContext } from '../context.ts';
import { isInContext } from './copied-files.ts';
import { isIgnored, readIgnoreFile } from './dockerignore.ts';
import { jsonObject } from './json-object.ts';

/** The files to copy first, by their paths in the context, or why that is not certain. */
export type Movable =
  | { readonly ok: true; readonly files: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** @param manifests as the tool names them, relative to the context @param manager `npm`, `yarn`, `pnpm` or `pip` */
export function movableInstall(context: LintContext, manager: string, manifests: readonly string[]): Movable {
  if (context.paths === undefined || context.ignoreFile === undefined)
    return refused('Which files the build context holds is not known.');
  if (manager === 'pip') {
    for (const file of manifests) {
      const text = context.files?.[file];
      if (text === undefined || !isInContext(context, file))
        return refused(`What \`${file}\` says is not known.`);
      if (/^\s*(-r|-c|-e|--requirement|--constraint|--editable|\.|\/|file:)|@\s*(file:|\.)/m.test(text))
        return refused(`\`${file}\` names other files of the project.`);
    }
    return { ok: true, files: manifests };
  }
  const lock = manifests[1];
  const text = context.files?.['package.json'];
  if (!/^(npm|yarn|pnpm)$/.test(manager) || lock === undefined || text === undefined)
    return refused('What the install reads of the project is not known.');
  if (!isInContext(context, 'package.json') || !isInContext(context, lock))
    return refused(`The build context has no \`${lock}\`.`);
  const settings = ['.npmrc', '.yarnrc', '.yarnrc.yml', 'pnpm-workspace.yaml', '.pnpmfile.cjs'];
  const own = settings.find((name) => isInContext(context, name));
  if (own !== undefined) return refused(`\`${own}\` may name other files of the project.`);
  const reason = packageReason(text);
  if (reason !== undefined) return refused(reason);
  const patterns = context.ignoreFile === null ? undefined : readIgnoreFile(context.ignoreFile.text);
  if (!patterns || !isIgnored(patterns, 'node_modules/x'))
    return refused(
      '`node_modules` is not in .dockerignore, and the later COPY would write over what was installed.',
    );
  return { ok: true, files: ['package.json', lock] };
}

function refused(reason: string): Movable {
  return { ok: false, reason };
}

/** Why such a package.json needs the rest of the project; undefined where it certainly does not. */
function packageReason(text: string): string | undefined {
  const content = jsonObject(text);
  if (content === undefined) return '`package.json` cannot be read.';
  if ('workspaces' in content) return 'The project has workspaces.';
  const scripts = content.scripts;
  if (typeof scripts === 'object' && scripts !== null) {
    const hook = Object.keys(scripts).find((name) =>
      /^(pre|post)?(install|prepare)$|^(pre|post)?prepublish$|^dependencies$/.test(name),
    );
    if (hook !== undefined) return `The script \`${hook}\` runs with the install and may need the source.`;
  }
  for (const key of [
    'dependencies',
    'devDependencies',
    'optionalDependencies',
    'overrides',
    'resolutions',
    'pnpm',
  ]) {
    const list = JSON.stringify(content[key] ?? {});
    if (/"(file|link|portal|patch|workspace):|:"\.{0,2}\/|patchedDependencies/.test(list))
      return '`package.json` names folders of the project.';
  }
  return undefined;
}
