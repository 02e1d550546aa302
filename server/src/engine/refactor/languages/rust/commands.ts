// Reads calls of cargo: what they build, and where it lands.
import type { PlacedCommand } from '../programs/commands.ts';

/** A call of `cargo build`, `cargo install`, `cargo run` or another verb. */
export interface CargoCall {
  readonly at: PlacedCommand;
  readonly verb: string;
  /** Flags as written, with their values. */
  readonly flags: readonly string[];
  /** Words that are no flags: the crates of `cargo install`. */
  readonly words: readonly string[];
  /** What follows `--`. */
  readonly rest: readonly string[];
}

/** Source: `cargo build --help`, `cargo install --help`, `cargo run --help`. */
const valued =
  /^(-p|--package|--exclude|-j|--jobs|--bin|--example|--test|--bench|-F|--features|--profile|--target|--target-dir|--manifest-path|--message-format|--color|--config|-Z|--path|--root|--version|--vers|--git|--branch|--tag|--rev|--registry|--index|-C|--lockfile-path)$/;

/** Undefined for another program. */
export function readCargoCall(at: PlacedCommand): CargoCall | undefined {
  if (at.command.name !== 'cargo') return undefined;
  return readCargoWords(
    at,
    at.command.args.map(({ text }) => text),
  );
}

/** @param texts the words after `cargo` */
export function readCargoWords(at: PlacedCommand, texts: readonly string[]): CargoCall {
  const flags: string[] = [];
  const words: string[] = [];
  let verb = '';
  let index = 0;
  for (; index < texts.length && texts[index] !== '--'; index++) {
    const text = texts[index]!;
    if (text.startsWith('+') && verb === '') continue;
    if (text.startsWith('-')) {
      flags.push(text);
      if (valued.test(text) && index + 1 < texts.length) flags.push(texts[++index]!);
    } else if (verb === '') verb = text;
    else words.push(text);
  }
  return { at, verb: verbs.get(verb) ?? verb, flags, words, rest: texts.slice(index + 1) };
}

const verbs: ReadonlyMap<string, string> = new Map([
  ['b', 'build'],
  ['r', 'run'],
]);

/** The values of a flag, under any of its names. */
export function valuesOf({ flags }: CargoCall, ...names: readonly string[]): string[] {
  const found: string[] = [];
  for (const [index, flag] of flags.entries()) {
    const equals = flag.indexOf('=');
    if (equals > 0 && names.includes(flag.slice(0, equals))) found.push(flag.slice(equals + 1));
    else if (names.includes(flag) && flags[index + 1] !== undefined) found.push(flags[index + 1]!);
  }
  return found;
}

/** The absolute folder that `cargo build` or `cargo run` puts programs into; undefined where it is not known. */
export function buildFolder(call: CargoCall): string | undefined {
  const { at, flags } = call;
  const variable = (name: string) => {
    const value = at.variable(name);
    return typeof value === 'string' && value !== '' ? value : value === null ? null : undefined;
  };
  const own =
    valuesOf(call, '--target-dir').at(-1) ??
    variable('CARGO_TARGET_DIR') ??
    variable('CARGO_BUILD_TARGET_DIR');
  const target = targetOf(call);
  const profile =
    valuesOf(call, '--profile').at(-1) ??
    (flags.includes('--release') || flags.includes('-r') ? 'release' : 'dev');
  if (own === null || target === null || /\$/.test(`${own}${target}${profile}`)) return undefined;
  const manifest = valuesOf(call, '--manifest-path').at(-1);
  const base = manifest === undefined ? '' : `${manifest.slice(0, manifest.lastIndexOf('/') + 1)}`;
  const folder = profile === 'dev' ? 'debug' : profile;
  return at.path(`${own ?? `${base}target`}${target === undefined ? '' : `/${target}`}/${folder}`);
}

/** The triple that is compiled for; undefined for the toolchain's own, null where it is not known. */
export function targetOf(call: CargoCall): string | undefined | null {
  const written = valuesOf(call, '--target').at(-1);
  return written ?? call.at.variable('CARGO_BUILD_TARGET');
}

/** The absolute folder that `cargo install` puts programs into. */
export function installFolder(call: CargoCall): string | undefined {
  const { at } = call;
  const root = valuesOf(call, '--root').at(-1) ?? at.variable('CARGO_INSTALL_ROOT');
  if (typeof root === 'string') return at.path(`${root}/bin`);
  const home = at.variable('CARGO_HOME');
  if (typeof home === 'string' && home.startsWith('/')) return `${home}/bin`;
  return at.before.facts?.runtime?.name === 'rust' ? '/usr/local/cargo/bin' : '/root/.cargo/bin';
}
