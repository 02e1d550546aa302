// Reads the build information that the Go linker puts into a program, without running it, and its SHA-256.
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

/** One block of build information (Go 1.18 and later). */
export interface GoBuildInfo {
  /** `go1.24.3`. */
  readonly goVersion: string;
  /** Import path of the main package; empty when it was not recorded. */
  readonly mainPackage: string;
  /** Versions by module path: the main module and its dependencies; replaced modules are left out. */
  readonly modules: ReadonlyMap<string, string>;
  /** `-ldflags`, `vcs.revision` and others by name. With -trimpath the linker's flags are not recorded. */
  readonly settings: ReadonlyMap<string, string>;
}

export interface ProgramFacts {
  /** Lower-case hexadecimal SHA-256 of the whole file. */
  readonly sha256: string;
  /** In file order; several for a universal binary of macOS. Empty for what is not a Go program. */
  readonly builds: readonly GoBuildInfo[];
}

// Source of the layout: src/debug/buildinfo/buildinfo.go and src/runtime/debug/mod.go of Go 1.18 to 1.26.
const magic = Buffer.from('\xff Go buildinf:', 'latin1');
const headerSize = 32;
const inlineStrings = 0x2;
/** The linker frames the module text with 16 bytes on each side. */
const frameSize = 16;
const chunkSize = 1 << 20;
const versionLimit = 256;
const moduleTextLimit = 4 << 20;
const buildsLimit = 16;

/**
 * Reads the file once, a MiB at a time, whatever its format (ELF, Mach-O, PE: the block looks the same in each).
 * @throws the file system's error when it can't be read, or when `signal` is aborted
 */
export async function readProgramFacts(file: string, signal?: AbortSignal): Promise<ProgramFacts> {
  const handle = await open(file, 'r');
  try {
    return await factsOf(handle, signal);
  } finally {
    await handle.close();
  }
}

/** The same of a file that is open already; it stays open. */
export async function factsOf(handle: FileHandle, signal?: AbortSignal): Promise<ProgramFacts> {
  const hash = createHash('sha256');
  const builds: GoBuildInfo[] = [];
  const buffer = Buffer.allocUnsafe(chunkSize + magic.length - 1);
  let kept = 0;
  let position = 0;
  for (;;) {
    signal?.throwIfAborted();
    const { bytesRead } = await handle.read(buffer, kept, chunkSize, position);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(kept, kept + bytesRead));
    const filled = buffer.subarray(0, kept + bytesRead);
    const start = position - kept;
    for (let at = filled.indexOf(magic); at >= 0; at = filled.indexOf(magic, at + 1)) {
      const info = builds.length < buildsLimit ? await readBlock(handle, start + at) : undefined;
      if (info) builds.push(info);
    }
    position += bytesRead;
    // A magic that the chunk's end cuts is found in the next round.
    kept = Math.min(magic.length - 1, filled.length);
    buffer.copyWithin(0, filled.length - kept, filled.length);
  }
  return { sha256: hash.digest('hex'), builds };
}

/** The block at this offset; undefined when the bytes only look like one. */
async function readBlock(handle: FileHandle, offset: number): Promise<GoBuildInfo | undefined> {
  const flags = await readExactly(handle, offset + magic.length + 1, 1);
  // Pointers instead of inline strings: Go before 1.18, older than any Trivy that is supported.
  if (flags?.[0] !== inlineStrings) return undefined;
  const version = await readString(handle, offset + headerSize, versionLimit);
  if (!version || !/^(?:go\d|devel )/.test(version.bytes.toString('latin1'))) return undefined;
  const modules = await readString(handle, version.end, moduleTextLimit);
  if (!modules) return undefined;
  let { bytes } = modules;
  if (bytes.length >= 2 * frameSize + 1 && bytes[bytes.length - frameSize - 1] === 0x0a) {
    bytes = bytes.subarray(frameSize, bytes.length - frameSize);
  }
  return parseModuleText(version.bytes.toString('utf8'), bytes.toString('utf8'));
}

/** A length (base-128, least significant first) and that many bytes. */
async function readString(
  handle: FileHandle,
  offset: number,
  limit: number,
): Promise<{ bytes: Buffer; end: number } | undefined> {
  let length = 0;
  let digits = 0;
  for (;;) {
    const byte = (await readExactly(handle, offset + digits, 1))?.[0];
    if (byte === undefined || digits > 4) return undefined;
    length += (byte & 0x7f) * 2 ** (7 * digits);
    digits++;
    if (byte < 0x80) break;
  }
  if (length > limit) return undefined;
  const bytes = await readExactly(handle, offset + digits, length);
  return bytes && { bytes, end: offset + digits + length };
}

async function readExactly(handle: FileHandle, offset: number, length: number): Promise<Buffer | undefined> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, offset);
  return bytesRead === length ? bytes : undefined;
}

function parseModuleText(goVersion: string, text: string): GoBuildInfo {
  const modules = new Map<string, string>();
  const settings = new Map<string, string>();
  let mainPackage = '';
  let last = '';
  for (const line of text.split('\n')) {
    const [kind, first = '', second = ''] = line.split('\t');
    if (kind === 'path') mainPackage = first;
    if (kind === 'mod' || kind === 'dep') {
      modules.set(first, second);
      last = first;
    }
    // What replaced it is other code, whatever version it carries.
    if (kind === '=>') modules.delete(last);
    if (kind === 'build') {
      const equals = first.indexOf('=');
      if (equals > 0) settings.set(first.slice(0, equals), unquote(first.slice(equals + 1)));
    }
  }
  return { goVersion, mainPackage, modules, settings };
}

/** Values with spaces or quotes are written as Go string literals. */
function unquote(value: string): string {
  if (value.startsWith('`') && value.endsWith('`')) return value.slice(1, -1);
  if (!value.startsWith('"')) return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'string' ? parsed : value;
  } catch {
    return value;
  }
}
