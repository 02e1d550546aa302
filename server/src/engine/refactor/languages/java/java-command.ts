// What a `java` command reads: its jar, its class path, and the files that its options name.
import { lastPart } from '../../../text/paths.ts';
import { resolvePath } from '../../stage-files.ts';

/** What a `java` command reads. Paths are absolute; they may end in a wildcard. */
export interface JavaNeeds {
  /** The file after `-jar`. */
  readonly jar?: string;
  /** The places of the class and module path. */
  readonly classPath: readonly string[];
  /** Agents, argument files and keystores that an option names. */
  readonly files: readonly string[];
  /** Words that may name a file: options of the program, values of system properties. */
  readonly mentioned: readonly string[];
}

/** Options of `java` that take the next word. Source: the manual of the `java` command. */
const valued =
  /^(-cp|-classpath|--class-path|-p|--module-path|--upgrade-module-path|--add-modules|-m|--module|--add-reads|--add-exports|--add-opens|--limit-modules|--patch-module|--source|--describe-module|-d)$/;

/** @param words after `java`; undefined where a path is not known, with the word in `unknown` */
export function readJava(
  words: readonly string[],
  directory: string | undefined,
): JavaNeeds | { readonly unknown: string } {
  const classPath: string[] = [];
  const files: string[] = [];
  const mentioned: string[] = [];
  let jar: string | undefined;
  let unknown: string | undefined;
  const place = (word: string) => {
    const path = resolvePath(word, directory);
    unknown ??= path === undefined ? word : undefined;
    return path ?? word;
  };
  let index = 0;
  let hasClassPath = false;
  for (; index < words.length; index++) {
    const word = words[index]!;
    if (word === '-jar') {
      jar = place(words[++index] ?? '');
      break;
    }
    if (
      /^(-cp|-classpath|--class-path|-p|--module-path)$/.test(word) ||
      /^--(class|module)-path=/.test(word)
    ) {
      hasClassPath = true;
      const value = word.includes('=') ? word.slice(word.indexOf('=') + 1) : (words[++index] ?? '');
      for (const entry of value.split(':')) if (entry !== '') classPath.push(place(entry));
    } else if (/^(-m|--module)$/.test(word)) {
      index++;
      break;
    } else if (valued.test(word)) index++;
    else if (/^-(javaagent|agentpath):/.test(word)) {
      const [path = ''] = word.slice(word.indexOf(':') + 1).split('=', 1);
      files.push(place(path));
    } else if (word.startsWith('@')) files.push(place(word.slice(1)));
    else if (/^-Xbootclasspath\/[ap]:/.test(word))
      for (const entry of word.slice(word.indexOf(':') + 1).split(':')) files.push(place(entry));
    else if (word.startsWith('-')) mentioned.push(...valuesOf(word));
    // What the shell makes of a variable are options: `$JAVA_OPTS`.
    else if (!/^\$/.test(word)) break;
  }
  if (jar === undefined && !hasClassPath) classPath.push(place('.'));
  for (const word of words.slice(index + 1)) mentioned.push(...valuesOf(word));
  if (unknown !== undefined) return { unknown };
  return { ...(jar !== undefined && { jar }), classPath, files, mentioned };
}

/** What may be files in a word: `--spring.config.location=file:./config/` names `./config/`. */
function valuesOf(word: string): string[] {
  const value = word.includes('=') ? word.slice(word.indexOf('=') + 1) : word;
  return value
    .split(',')
    .map((one) => one.replace(/^(optional:)?(file:(\/\/(?=\/))?)?/, ''))
    .filter((one) => /\/|\.\w+$/.test(one) && !/^-|^\w[\w+.-]*:/.test(one));
}

/** `java`, also by its path. */
export function isJava(word: string | undefined): boolean {
  return word !== undefined && lastPart(word) === 'java';
}
