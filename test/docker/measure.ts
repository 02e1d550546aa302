// What is measured of an application before and after a split, and which programs a runtime image must not hold.

export interface Measured {
  readonly dockerfile: string;
  /** Bytes of the compressed layers: what is sent to and from a registry. */
  readonly compressed: number;
  /** Bytes of the unpacked layers, as the engine counts them. */
  readonly unpacked: number;
  /** The accounts that its processes ran as. */
  readonly uids: readonly number[];
}

/** One entry of `.reports/split-sizes.json`. */
export interface AppSizes {
  readonly name: string;
  readonly language: string;
  readonly what: string;
  readonly before: Measured;
  readonly after: readonly (Measured & { readonly id: string; readonly title: string })[];
}

/** Nothing is compiled where a program only runs. */
const compilers =
  /^(gcc|g\+\+|cc|c\+\+|cpp|clang|ld|as|make|cmake|go|gofmt|rustc|cargo|javac|jar|mvn|gradle|tsc|node-gyp|uv)(-\d+)?$/;

/** The package managers and shells that a distroless or hardened image comes without. */
const managers = /^(sh|bash|dash|busybox|apt|apt-get|dpkg|apk|pip[\d.]*|npm|npx|yarn|yarnpkg|pnpm|poetry)$/;

/** What an environment holds that the file itself made and copied before a move to hardened images. */
const ownPip = /^pip[\d.]*$/;

/** Those of the programs that an image of this choice must not hold, sorted. */
export function unwanted(programs: ReadonlySet<string>, id: string, more: readonly string[] = []): string[] {
  const bare = /:(distroless|hardened|scratch|chainguard)$/.test(id);
  return [...programs]
    .filter((name) => !(id.startsWith('harden:') && ownPip.test(name)))
    .filter((name) => compilers.test(name) || (bare && managers.test(name)) || more.includes(name))
    .sort();
}
