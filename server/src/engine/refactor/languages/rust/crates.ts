// The shared libraries that crates link, in the image of Rust that has the headers of many libraries.
// Sources: the build scripts of the crates; the list of packages of buildpack-deps, which the image is made from.
import type { Crates } from './manifest.ts';

/** What the crates of a project load at run time. */
export interface CrateNeeds {
  /** The -dev packages of Debian whose libraries are linked. */
  readonly headers: readonly string[];
  /** Something in C++ is compiled in. */
  readonly cxx: boolean;
  /** Crates that wrap a library of which it is not known how it is linked. */
  readonly unknown: readonly string[];
}

/** A crate that links a library of the system unless another crate, or a feature that needs one, brings the sources. */
const linked: readonly (readonly [crate: string, header: string, unless: string])[] = [
  ['openssl-sys', 'libssl-dev', 'openssl-src'],
  ['pq-sys', 'libpq-dev', 'pq-src'],
  ['mysqlclient-sys', 'default-libmysqlclient-dev', 'mysqlclient-src'],
  ['libsqlite3-sys', 'libsqlite3-dev', 'cc'],
  ['sqlite3-sys', 'libsqlite3-dev', 'sqlite3-src'],
  ['curl-sys', 'libcurl4-openssl-dev', ''],
  ['libz-sys', 'zlib1g-dev', ''],
  ['bzip2-sys', 'libbz2-dev', ''],
  ['lzma-sys', 'liblzma-dev', ''],
  ['liblzma-sys', 'liblzma-dev', ''],
  ['libxml', 'libxml2-dev', ''],
  ['libdbus-sys', 'libdbus-1-dev', ''],
  ['libudev-sys', 'libudev-dev', ''],
  ['alsa-sys', 'libasound2-dev', ''],
  ['libgssapi-sys', 'libkrb5-dev', ''],
  ['pcre2-sys', 'libpcre2-dev', ''],
  ['libsodium-sys', 'libsodium-dev', 'cc'],
];

/** Crates with code in C++. */
const inCxx: ReadonlySet<string> = new Set(
  'link-cplusplus cxx librocksdb-sys torch-sys opencv ort-sys onnxruntime-sys libduckdb-sys leveldb-sys v8 tesseract-sys hyperscan-sys zmq-sys grpcio-sys'.split(
    ' ',
  ),
);

/** Wrappers that bring their sources, or that are for other systems. */
const brings: ReadonlySet<string> = new Set(
  `zstd-sys lz4-sys libgit2-sys libssh2-sys jemalloc-sys tikv-jemalloc-sys libmimalloc-sys aws-lc-sys aws-lc-fips-sys secp256k1-sys rdkafka-sys
  linux-raw-sys dirs-sys dirs-sys-next inotify-sys fsevent-sys kqueue-sys core-foundation-sys security-framework-sys windows-sys js-sys web-sys
  renderdoc-sys onig_sys libfuzzer-sys brotli-sys miniz-sys ndk-sys objc-sys coreaudio-sys mozjpeg-sys libwebp-sys imagequant-sys
  minimp3-sys clang-sys io-kit-sys system-configuration-sys`.split(/\s+/),
);

export function needsOfCrates(crates: Crates): CrateNeeds {
  const headers: string[] = [];
  const unknown: string[] = [];
  const known = new Map(linked.map(([crate, header, unless]) => [crate, { header, unless }]));
  let cxx = false;
  for (const [name, dependencies] of crates) {
    if (inCxx.has(name)) cxx = true;
    const entry = known.get(name);
    if (entry) {
      const isBrought =
        entry.unless !== '' &&
        (entry.unless === 'cc' ? dependencies.includes('cc') : crates.has(entry.unless));
      if (!isBrought) headers.push(entry.header);
    } else if (/[-_]sys$/.test(name) && !brings.has(name) && !inCxx.has(name)) unknown.push(name);
  }
  return { headers, cxx, unknown };
}

/** Crates whose names in a manifest tell which libraries are likely linked, where there is no lock file. */
export function headersOfManifest(text: string): string[] {
  const found = ['libssl-dev'];
  if (/\b(diesel|postgres)\b.{0,200}"postgres|pq-sys/.test(text)) found.push('libpq-dev');
  if (/\bdiesel\b.{0,200}"mysql|mysqlclient-sys/.test(text)) found.push('default-libmysqlclient-dev');
  if (
    /\b(diesel|rusqlite|libsqlite3-sys)\b(?!.{0,200}bundled).{0,200}("sqlite|rusqlite|libsqlite3)/.test(text)
  )
    found.push('libsqlite3-dev');
  return found;
}
