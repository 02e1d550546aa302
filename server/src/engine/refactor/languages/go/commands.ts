// Reads calls of the go command: what they build, and where it lands.
import type { PlacedCommand } from '../programs/commands.ts';

/** A call of `go build`, `go install`, `go run` or another verb. */
export interface GoCall {
  readonly at: PlacedCommand;
  readonly verb: string;
  /** Flags of the verb as written, with their values: `-o`, `app`, `-trimpath`. */
  readonly flags: readonly string[];
  /** Packages or Go files. */
  readonly packages: readonly string[];
  /** What follows the package of `go run`. */
  readonly rest: readonly string[];
  /** Absolute: where it works, `-C` regarded; undefined where it is not known. */
  readonly directory: string | undefined;
  /** As written after `-o`. */
  readonly output?: string;
}

/** Build flags that take a value. Source: `go help build`, `go help run`, `go help test`. */
const valued =
  /^--?(C|o|p|asmflags|buildmode|compiler|covermode|coverpkg|exec|gccgoflags|gcflags|installsuffix|ldflags|mod|modfile|overlay|pgo|pkgdir|tags|toolexec|run|bench|timeout|count|coverprofile|parallel|cpu)$/;

/** Undefined for another program. */
export function readGoCall(at: PlacedCommand): GoCall | undefined {
  // The official images up to 1.8 had a script that called go with the package of the working folder.
  if (at.command.name === 'go-wrapper') {
    const isInstall = at.command.args[0]?.text === 'install';
    return isInstall
      ? { at, verb: 'install', flags: [], packages: [], rest: [], directory: at.directory }
      : undefined;
  }
  const { name, args } = at.command;
  const words = args.map(({ text, value }) => ({ text, value }));
  // `godep go build` sets GOPATH and calls go.
  if (name === 'godep' && words[0]?.text === 'go') return readGoWords(at, words.slice(1));
  return name === 'go' ? readGoWords(at, words) : undefined;
}

/** @param words after `go` */
export function readGoWords(
  at: PlacedCommand,
  words: readonly { readonly text: string; readonly value?: string | undefined }[],
): GoCall {
  const texts = words.map(({ text }) => text);
  let index = 0;
  let directory = at.directory;
  // `go -C dir build`, and after the verb.
  const verb = texts[index++] ?? '';
  const flags: string[] = [];
  let output: string | undefined;
  while (index < texts.length && texts[index]!.startsWith('-')) {
    const flag = texts[index++]!;
    const equals = flag.indexOf('=');
    const name = equals < 0 ? flag : flag.slice(0, equals);
    let value = equals < 0 ? undefined : flag.slice(equals + 1);
    flags.push(flag);
    if (value === undefined && valued.test(name)) {
      value = texts[index++] ?? '';
      flags.push(value);
    }
    if (/^--?o$/.test(name)) output = value;
    if (/^--?C$/.test(name) && value !== undefined) directory = at.path(value);
  }
  const packages: string[] = [];
  const isFile = (text: string) => text.endsWith('.go');
  while (index < texts.length) {
    const text = texts[index]!;
    if (verb === 'run' && packages.length > 0 && !(isFile(text) && isFile(packages.at(-1)!))) break;
    packages.push(text);
    index++;
  }
  return {
    at,
    verb,
    flags,
    packages,
    rest: texts.slice(index),
    directory,
    ...(output !== undefined && { output }),
  };
}

/** The flag's value; the last one where it stands several times. */
export function flagOf({ flags }: GoCall, name: string): string | undefined {
  let found: string | undefined;
  for (const [index, flag] of flags.entries()) {
    const plain = flag.replace(/^--/, '-');
    if (plain === `-${name}`) found = flags[index + 1] ?? '';
    else if (plain.startsWith(`-${name}=`)) found = plain.slice(name.length + 2);
  }
  return found;
}

/** The last part of an import path that names a program: `v2` at its end is a version. */
export function programOfPath(path: string): string | undefined {
  const parts = path
    .replace(/@.*$/, '')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  const last = parts.at(-1);
  if (last === undefined || last === '..' || last === '...') return undefined;
  return /^v\d+$/.test(last) && parts.length > 1 ? parts.at(-2) : last;
}

/**
 * The name of the program that a call makes; undefined where several or none are made, or where it is not known.
 * @param own the name of the program in the working folder itself: of its module, or of the folder where there is no module
 */
export function programOf(call: GoCall, own: string | undefined): string | undefined {
  const { packages } = call;
  const [first] = packages;
  if (first === undefined || first === '.' || first === './') return own;
  if (first.endsWith('.go')) return /[*$]/.test(first) ? undefined : programOfPath(first)!.slice(0, -3);
  if (packages.length > 1 || /[*$]|\.\.\./.test(first)) return undefined;
  return programOfPath(first);
}
