// ADD instructions that do nothing that COPY would not do.
import { readCopy } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';
import { isInContext } from '../surroundings/copied-files.ts';
import { expand, normalisePath } from './apply.ts';
import type { Model } from './model.ts';

/** Such an ADD. */
export interface PlainAdd {
  readonly instruction: Instruction;
  /** The sources, for a message. */
  readonly shown: string;
  /** Every source is certainly a folder, or a file of a kind that is no archive. */
  readonly certain: boolean;
}

const address = /^\w+:\/\/|^[\w.-]+@[\w.-]+:|^github\.com\/|\.git(#|$)/i;

/** Names of files that are tar archives inside, whatever they are called: also Alpine's and Ruby's packages, disk images. */
const archive =
  /\.(tar|tgz|tbz2?|txz|tlz|tzst|taz|gz|bz2|xz|zst|lz4|lzma|z|apk|gem|crate|ova|box|oci|img|layer|cpio|bin|dat)$|\.tar\b|rootfs/i;

/** Endings of files that nobody makes an archive of. */
const ordinary =
  /\.(sh|bash|py|js|mjs|cjs|ts|tsx|jsx|rb|php|pl|lua|go|rs|java|kt|c|h|cc|cpp|cs|sql|txt|md|rst|json|jsonc|ya?ml|toml|xml|ini|cfg|conf|cnf|config|properties|env|list|repo|service|html?|css|scss|svg|png|jpe?g|gif|ico|jar|war|ear|whl|deb|rpm|zip|lock|mod|sum|csv|pem|crt|cer|key|gpg|asc|template|tmpl|tpl|j2|erb|vcl|lst|rules|desktop|ps1|bat|exe|dll|so|wasm|gradle|cabal|ttf|woff2?)$/i;

/** The reading of an ADD; undefined where it does, or may do, more than copy. */
export function plainAdd(model: Model, instruction: Instruction): PlainAdd | undefined {
  const copy = readCopy(instruction);
  if (!copy || copy.from) return undefined;
  if (instruction.flags.some(({ name }) => /^(checksum|unpack|keep-git-dir)$/.test(name))) return undefined;
  // A list that is no JSON is a mistake of another kind.
  if (!instruction.exec && instruction.words.some(({ raw }) => raw.startsWith('['))) return undefined;
  const before = model.before(instruction);
  const destination = expand(copy.destination.raw, before, model);
  let certain = true;
  for (const { raw } of copy.sources) {
    const source = expand(raw, before, model);
    if (source === undefined || source === '' || address.test(source) || archive.test(source))
      return undefined;
    const path = normalisePath(`/${source}`).slice(1);
    const name = path.slice(path.lastIndexOf('/') + 1);
    const folder = path === '' || /\/\.?$/.test(source) || isFolder(model, path);
    if (folder) continue;
    // What a wildcard finds may be an archive.
    if (/[*?[]/.test(name) && !ordinary.test(name)) return undefined;
    // A whole file system is handed over so.
    if (destination === '/' && !name.includes('.')) return undefined;
    if (raw.includes('$') || !ordinary.test(name) || !isInContext(model.context, path)) certain = false;
  }
  if (copy.sources.length === 0 && copy.heredocs.length === 0) return undefined;
  const [first, ...more] = copy.sources;
  const shown =
    first === undefined
      ? 'a here-document'
      : `\`${first.value}\`${more.length > 0 ? ` and ${more.length} more` : ''}`;
  return { instruction, shown, certain };
}

const folders = new WeakMap<readonly string[], ReadonlySet<string>>();

/** The build context is known to hold such a folder. */
function isFolder({ context: { paths } }: Model, path: string): boolean {
  if (!paths) return false;
  let known = folders.get(paths);
  if (!known) {
    const found = new Set<string>();
    for (const each of paths)
      for (let at = each.lastIndexOf('/'); at > 0; at = each.lastIndexOf('/', at - 1)) {
        const folder = each.slice(0, at);
        if (found.has(folder)) break;
        found.add(folder);
      }
    known = found;
    folders.set(paths, known);
  }
  return known.has(path);
}
