// Which files of the project the installs of a stage read.

import type { SplitInput } from '../../plan.ts';
import { resolvePath, type StageFiles } from '../../stage-files.ts';
import { folderOf, type PythonCall } from './reading.ts';
import { type Requirements, readsMounts } from './requirements.ts';

/** What the installs read, as absolute paths. */
export interface NeededFiles {
  /** Requirement files and manifests. */
  readonly files: readonly string[];
  /** Folders that they take packages from: `--find-links ./wheels`. */
  readonly folders: readonly string[];
}

/** What the installs read; undefined where they may need more of the project. */
export function neededOf(
  input: SplitInput,
  calls: readonly PythonCall[],
  requirements: Requirements,
  files: StageFiles,
): NeededFiles | undefined {
  if (requirements.needsSources) return undefined;
  const needed: string[] = [];
  const folders: string[] = [...requirements.links];
  for (const call of calls) {
    const { python, before, command, instruction } = call;
    if (/^(tools|upgrade|environment|activate)$/.test(python.purpose)) continue;
    if (python.purpose === 'other') {
      if (/ (check|list|freeze|show|config|cache|debug|--version)$/.test(python.shown)) continue;
      return undefined;
    }
    if (python.purpose !== 'install' || readsMounts(instruction) || python.projects.length > 0)
      return undefined;
    const directory = folderOf(input, command, before);
    const own = new Map(command.command.assignments.map(({ name, value }) => [name, value]));
    const variables = ['PIP_FIND_LINKS', 'UV_FIND_LINKS'].flatMap((name) => {
      const set = own.has(name) ? own.get(name) : before.env.get(name);
      return own.has(name) || before.env.has(name) ? [set] : [];
    });
    for (const written of [
      ...python.links,
      ...variables.flatMap((value) => value?.split(/[\s,]+/) ?? ['']),
    ]) {
      if (isAddress(written)) continue;
      const folder = written === '' || written.includes('$') ? undefined : resolvePath(written, directory);
      if (folder === undefined) return undefined;
      folders.push(folder);
    }
    if (python.manager === 'pip' || python.manager === 'uv pip') {
      if (!requirements.complete && python.files.length > 0) return undefined;
      needed.push(...(requirements.files.get(call) ?? []));
      continue;
    }
    const words = command.args.map(({ text }) => text);
    const alone =
      (python.manager === 'poetry' && words.includes('--no-root')) ||
      (python.manager === 'uv' && words.some((word) => /^--no-install-(project|workspace)$/.test(word)));
    if (!alone || directory === undefined) return undefined;
    const manifest = resolvePath('pyproject.toml', directory)!;
    const text = files.text(manifest);
    if (text === undefined || namesFiles(text)) return undefined;
    for (const written of linksOf(text)) {
      const folder = resolvePath(written, directory);
      if (folder === undefined) return undefined;
      folders.push(folder);
    }
    const lock = python.manager === 'poetry' ? 'poetry.lock' : 'uv.lock';
    needed.push(manifest, resolvePath(lock, directory)!);
  }
  return { files: [...new Set(needed)], folders: [...new Set(folders)] };
}

const isAddress = (written: string): boolean =>
  /^\w[\w+.-]*:\/\//.test(written) && !written.startsWith('file:');

/** A manifest whose dependencies lie in the project: a path, a file, a member of its workspace. */
function namesFiles(text: string): boolean {
  return text
    .split(/\r?\n/)
    .some(
      (line) =>
        /^\s*(\[tool\.uv\.workspace\])|\bworkspace\s*=\s*true/.test(line) ||
        /\bpath\s*=\s*["']/.test(line) ||
        /file:/.test(line),
    );
}

/** `find-links = ["wheels"]` of `[tool.uv]`; no such list is longer than some lines. */
function linksOf(text: string): string[] {
  return [...text.matchAll(/(?:^|\n)[ \t]*find-links[ \t]*=[ \t]*\[([^\]]{0,2000})\]/g)].flatMap(([, list]) =>
    [...list!.matchAll(/["']([^"']+)["']/g)].map(([, one]) => one!).filter((one) => !isAddress(one)),
  );
}
