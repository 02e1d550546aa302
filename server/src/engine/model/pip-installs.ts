// What a pip call installs: packages by name, requirement files, and what it demands of them.
import type { ShellWord } from '../parse/shell-syntax.ts';
import { normalisePath } from './apply.ts';
import type { PlainCommand } from './apply-run.ts';
import { readLanguageCall } from './language-installs.ts';
import { hasOption } from './options.ts';

/** A requirements file that a call reads. */
export interface ReadFile {
  /** As written. */
  readonly text: string;
  /** Its absolute path; undefined where that is not known. */
  pathFrom(workdir: string | undefined): string | undefined;
}

/** A call of pip, or of uv in pip's place, that installs, downloads or builds packages. */
export interface PipInstall {
  /** `pip`, `uv pip`. */
  readonly program: string;
  readonly verbWord: ShellWord;
  /** Packages, paths and addresses. */
  readonly packages: readonly ShellWord[];
  /** The files of `-r` (and those that `uv pip sync` names). */
  readonly files: readonly ReadFile[];
  /** There are constraints, which may state versions. */
  readonly constrained: boolean;
  readonly requiresHashes: boolean;
  /** Nothing comes from an index. */
  readonly offline: boolean;
}

/** Reads the call; undefined for any other command. */
export function readPipInstall(command: PlainCommand): PipInstall | undefined {
  const call = readLanguageCall(command);
  if (!call || (call.manager !== 'pip' && call.manager !== 'uv-pip')) return undefined;
  const syncs = call.manager === 'uv-pip' && call.verb === 'sync';
  if (!syncs && !/^(install|download|wheel)$/.test(call.verb)) return undefined;
  const named = call.read.options.flatMap(({ name, value }) =>
    (name === 'r' || name === 'requirement' || name === 'requirements') && value !== undefined ? [value] : [],
  );
  const files = [...named, ...(syncs ? call.words.map(({ text }) => text) : [])].map((text) => ({
    text,
    pathFrom: (workdir: string | undefined) => {
      if (text.includes('$') || text.startsWith('~') || /^\w+:/.test(text) || text === '-') return undefined;
      if (text.startsWith('/')) return normalisePath(text);
      return workdir === undefined ? undefined : normalisePath(`${workdir}/${text}`);
    },
  }));
  return {
    program: call.manager === 'pip' ? 'pip' : 'uv pip',
    verbWord: call.verbWord,
    packages: syncs ? [] : call.words,
    files,
    constrained: hasOption(call.read, 'c', 'constraint', 'constraints'),
    requiresHashes: hasOption(call.read, 'require-hashes'),
    offline: hasOption(call.read, 'no-index'),
  };
}
