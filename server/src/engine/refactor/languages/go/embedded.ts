// What the compiler puts into a program in Go: files that `//go:embed` names.
import type { LintContext } from '../../../context.ts';
import { lastPart } from '../../../text/paths.ts';
import { isWithin, matches } from '../../stage-files.ts';

/** Texts of the project's Go files that are known. */
export function goTexts({ files }: LintContext): string[] {
  return Object.entries(files ?? {}).flatMap(([path, text]) => (path.endsWith('.go') ? [text] : []));
}

/**
 * Tells whether a file or folder of the context is put into the program; asked for the empty path, whether anything is. Only what
 * the known texts say counts.
 */
export function embeddedIn(context: LintContext): (path: string) => boolean {
  const patterns: string[] = [];
  for (const [file, text] of Object.entries(context.files ?? {})) {
    if (!file.endsWith('.go') || file.endsWith('_test.go') || !text.includes('//go:embed')) continue;
    const folder = file.slice(0, file.length - lastPart(file).length);
    for (const line of text.split('\n')) {
      const named = /^\s*\/\/go:embed[ \t]+(.*)$/.exec(line)?.[1];
      for (const word of named?.trim().split(/\s+/) ?? []) {
        const pattern = word.replace(/^["`]|["`]$/g, '').replace(/^all:/, '');
        if (pattern !== '') patterns.push(`/${folder}${pattern}`.replace(/\/$/, ''));
      }
    }
  }
  return (path) => {
    if (path === '') return patterns.length > 0;
    return patterns.some((pattern) => {
      const wild = pattern.search(/[*?[]/);
      if (wild < 0) return isWithin(pattern, `/${path}`);
      const folder = pattern.slice(0, Math.max(1, pattern.lastIndexOf('/', wild)));
      // The rest of the folder is of the same kind; at the top of a package only what matches is meant.
      if (folder !== '/' && !pattern.slice(folder.length + 1).startsWith('*.'))
        return isWithin(folder, `/${path}`);
      return matches(lastPart(pattern), lastPart(path)) || (lastPart(folder) !== '' && `/${path}` === folder);
    });
  };
}
