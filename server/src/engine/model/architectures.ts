// Names of processor architectures in paths and addresses, and whether a file decides on them by itself.
import { findFlag } from '../parse/arguments.ts';
import type { Model, Stage } from './model.ts';

/** A name of one architecture in a text. */
export interface ArchitectureName {
  /** As written: `amd64`, `x86_64`, `x86_64-linux-gnu`. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** It is Docker's own name, which `TARGETARCH` has. */
  readonly docker: boolean;
}

/** `x86_64-linux-gnu` and the loaders of glibc, as folders and files of Debian and its like have them. */
const library =
  /\b(x86_64|aarch64|arm|i386|powerpc64le|s390x|riscv64)-linux-(gnu|musl)(eabihf)?\b|\/ld-linux-(x86-64|aarch64)\.so\.\d/;

/** An architecture set off by a sign of its own, as file names of releases have it. */
const release = /(?<=[-_./])(amd64|arm64|x86_64|aarch64|x64|linux64)(?=[-_./]|$)/;

/** The architecture that a library's path names; undefined where it names none. */
export function architectureOfPath(text: string): ArchitectureName | undefined {
  return nameIn(text, library);
}

/** The architecture that the file name of a download names. */
export function architectureOfUrl(url: string): ArchitectureName | undefined {
  // What follows a question mark is no file, and a program of another system is not run here.
  if (/darwin|macos|apple|windows|\.exe\b/i.test(url)) return undefined;
  const path = url.search(/[?#]/);
  return nameIn(path < 0 ? url : url.slice(0, path), release);
}

function nameIn(text: string, pattern: RegExp): ArchitectureName | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [name] = match;
  return {
    name: name.replace(/^\//, ''),
    start: match.index,
    end: match.index + name.length,
    docker: name === 'amd64' || name === 'arm64',
  };
}

const decided = new WeakMap<Model, boolean>();

/** The file asks for the architecture, names several, or is made for one by its name: what it says of one is meant so. */
export function decidesArchitecture(model: Model): boolean {
  let answer = decided.get(model);
  if (answer === undefined) {
    const { text } = model.dockerfile;
    const path = model.context.relativePath ?? model.context.fileName ?? '';
    answer =
      /TARGETARCH|TARGETPLATFORM|BUILDARCH|BUILDPLATFORM|uname -[a-z]*m|--print-architecture|dpkg-architecture|\barch\b|apk --print-arch|\$\(?\{?[A-Z_]*ARCH\b/.test(
        text,
      ) ||
      (/amd64|x86_64|linux-x64/.test(text) && /arm64|aarch64/.test(text)) ||
      /(^|[-_./])(amd64|x86_64|x64|arm64(v8)?|arm32v\d|aarch64)([-_./]|$)/.test(path);
    decided.set(model, answer);
  }
  return answer;
}

/** The stage, or one that it is built on, is for one platform; so is an image whose name says so. */
export function hasFixedPlatform(stage: Stage): boolean {
  for (let at: Stage | undefined = stage, depth = 0; at && depth < 50; depth++) {
    if (findFlag(at.from, 'platform')) return true;
    if (at.base.kind === 'image') {
      const { repository, tag = '' } = at.base.reference;
      return /(^|[-_./])(amd64|arm64(v8)?|arm32v\d|x86_64|aarch64|i386)([-_./]|$)/.test(
        `${repository} ${tag}`.replace(' ', '/'),
      );
    }
    at = at.base.kind === 'stage' ? at.base.stage : undefined;
  }
  return false;
}
