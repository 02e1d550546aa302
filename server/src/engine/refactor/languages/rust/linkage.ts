// What programs in Rust are linked with: the C library and libgcc of the builder, or nothing where the target is musl.
import type { SplitInput } from '../../plan.ts';
import { SplitRefusal } from '../../plan.ts';
import type { StageFiles } from '../../stage-files.ts';
import type { Linkage } from '../programs/program-stage.ts';
import { type CargoCall, targetOf } from './commands.ts';
import { headersOfManifest, needsOfCrates } from './crates.ts';
import { cratesIn } from './manifest.ts';

export interface RustLinkage {
  readonly linkage: Linkage;
  /** -dev packages of the base image whose libraries the program loads. */
  readonly headers: readonly string[];
  /** A macro of sqlx may ask the database while it is compiled. */
  readonly checksQueries: boolean;
  readonly notes: readonly string[];
}

/** @throws SplitRefusal where it is not known which C library it would be */
export function readLinkage({
  input,
  files,
  calls,
  directory,
}: {
  readonly input: SplitInput;
  readonly files: StageFiles;
  readonly calls: readonly CargoCall[];
  /** Absolute: where the project lies. */
  readonly directory: string | undefined;
}): RustLinkage {
  const libc = libcOf(input, calls);
  if (libc === undefined)
    throw new SplitRefusal(
      `It is not known which C library programs built on \`${input.base.text}\` are linked with.`,
      'unknown base image',
      input.stage.from.at,
    );
  const crates = calls.length === 0 ? new Map() : cratesIn(files, directory);
  const checksQueries = crates === undefined || crates.has('sqlx-macros');
  if (libc === 'none') return { linkage: { libc, also: 'nothing' }, headers: [], checksQueries, notes: [] };
  // Only the full image of Rust has headers of libraries that no step of the file installs.
  const isFull =
    libc === 'glibc' &&
    input.base.facts?.runtime?.name === 'rust' &&
    !/slim/.test(input.base.reference.tag ?? '');
  if (crates) {
    const { headers, cxx, unknown } = needsOfCrates(crates);
    return {
      linkage: { libc, also: cxx ? 'c++' : 'gcc', unwinds: true },
      headers: isFull ? headers : [],
      checksQueries,
      notes:
        unknown.length > 0
          ? [
              `It is not known whether ${unknown.map((name) => `\`${name}\``).join(', ')} ${unknown.length === 1 ? 'links' : 'link'} a shared library that the runtime image lacks.`,
            ]
          : [],
    };
  }
  const manifest =
    directory === undefined ? undefined : files.text(`${directory === '/' ? '' : directory}/Cargo.toml`);
  return {
    linkage: { libc, also: 'c++', unwinds: true },
    headers: isFull ? headersOfManifest(manifest ?? '') : [],
    checksQueries,
    notes: isFull
      ? [
          'What Cargo.lock says is not known, and so not which shared libraries the crates link: of those OpenSSL, and what Cargo.toml names, is there.',
        ]
      : [],
  };
}

function libcOf({ base }: SplitInput, calls: readonly CargoCall[]): Linkage['libc'] | undefined {
  const own = base.facts?.libc;
  const kinds = new Set(
    calls.map((call) => {
      const target = targetOf(call);
      const flags = call.at.variable('RUSTFLAGS');
      if (target === null || flags === null) return undefined;
      const dynamic = flags?.includes('-crt-static') === true;
      if (flags?.includes('+crt-static')) return 'none';
      if (target === undefined) {
        // Alpine's own compiler links musl as a shared library, that of the Rust project puts it into the program.
        if (base.facts?.rustTargetLibc === 'musl') return dynamic ? 'musl' : 'none';
        return own === 'glibc' || own === 'musl' ? own : undefined;
      }
      if (/musl/.test(target)) return dynamic ? 'musl' : 'none';
      return /linux-gnu/.test(target) ? 'glibc' : undefined;
    }),
  );
  if (kinds.size === 0) return own === 'glibc' || own === 'musl' ? own : undefined;
  if (kinds.size === 1) return [...kinds][0];
  if (kinds.has(undefined)) return undefined;
  return kinds.has('glibc') ? 'glibc' : 'musl';
}
