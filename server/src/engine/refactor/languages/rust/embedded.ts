// What the compiler puts into a program in Rust: files that macros name.
import type { LintContext } from '../../../context.ts';
import { lastPart } from '../../../text/paths.ts';
import { isWithin } from '../../stage-files.ts';

/** The project's Rust files whose texts are known, by path. */
export function rustTexts({ files }: LintContext): [path: string, text: string][] {
  return Object.entries(files ?? {}).filter(([path]) => path.endsWith('.rs'));
}

/** Macros whose argument is a path from the file itself, and those whose path is one of the package. */
const fromFile = /\binclude_(?:str|bytes)!\(\s{0,20}"([^"\n]{1,300})"/g;
const fromPackage =
  /\b(?:sqlx::)?migrate!\(\s{0,20}(?:"([^"\n]{1,300})")?\s{0,20}\)|\bembed_migrations!\(\s{0,20}(?:"([^"\n]{1,300})")?\s{0,20}\)|#\[folder\s{0,20}=\s{0,20}"([^"\n]{1,300})"|\binclude_dir!\(\s{0,20}"(?:\$CARGO_MANIFEST_DIR\/)?([^"\n]{1,300})"/g;

/** Crates that compile templates. */
const compiledTemplates = /^name = "(askama|rinja|sailfish|yarte|ructe)"/m;

/** Tells whether a file or folder of the context is put into the program; asked for the empty path, whether anything is. */
export function embeddedIn(context: LintContext): (path: string) => boolean {
  const paths: string[] = [];
  for (const [file, text] of rustTexts(context)) {
    const folder = file.slice(0, file.length - lastPart(file).length);
    const root = /^(.*?)(?:src|tests|benches|examples)\//.exec(file)?.[1] ?? folder;
    if (text.includes('include_'))
      for (const [, path] of text.matchAll(fromFile)) paths.push(clean(`${folder}${path}`));
    if (!/migrate!|embed_migrations!|#\[folder|include_dir!/.test(text)) continue;
    for (const [whole, ...parts] of text.matchAll(fromPackage)) {
      const path =
        parts.find((part) => part !== undefined) ??
        (/include_dir|folder/.test(whole) ? undefined : 'migrations');
      if (path !== undefined) paths.push(clean(`${root}${path}`));
    }
  }
  for (const [file, text] of Object.entries(context.files ?? {}))
    if (file.endsWith('Cargo.lock') && compiledTemplates.test(text))
      paths.push(clean(`${file.slice(0, -'Cargo.lock'.length)}templates`));
  return (path) => (path === '' ? paths.length > 0 : paths.some((one) => isWithin(one, `/${path}`)));
}

function clean(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}
