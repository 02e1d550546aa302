// Holds a program to the SHA-256 that its user pinned, and starts the very bytes that were read.
import { open, readlink } from 'node:fs/promises';
import { foreignLine } from './foreign-text.ts';
import { factsOf } from './go-build-info.ts';
import type { ProgramMemory } from './program-memory.ts';
import { ScanError } from './scan-error.ts';

/** The variable that pins for the command line and for every editor. */
export const pinVariable = 'PLIMSOLL_TRIVY_SHA256';

/** Where pins come from, in the words of the user. */
const where = `the setting plimsoll.trivy.sha256 or the variable ${pinVariable}`;

/**
 * The same memory, for programs that must have each of these SHA-256 values as well.
 * @param pins as the user wrote them; nothing and an empty text for none
 */
export function pinnedMemory(memory: ProgramMemory, ...pins: readonly (string | undefined)[]): ProgramMemory {
  const given = pins.filter((pin) => pin !== undefined && pin.trim() !== '') as string[];
  return {
    get: (file) => memory.get(file),
    set: (file, program) => memory.set(file, program),
    pins: [...new Set([...(memory.pins ?? []), ...given])],
  };
}

/**
 * The pins of a memory. A program has to fit all of them.
 * @returns lower-case hexadecimal
 * @throws ScanError `bad-request` for what is not a SHA-256: a mistyped pin must not be none
 */
export function pinsOf(memory: ProgramMemory): readonly string[] {
  return (memory.pins ?? []).map((pin) => {
    const digits = /^(?:sha256:)?([0-9a-f]{64})$/i.exec(pin.trim())?.[1];
    if (digits !== undefined) return digits.toLowerCase();
    throw new ScanError(
      'bad-request',
      `“${foreignLine(pin, 80)}” is not a SHA-256: 64 hexadecimal digits are expected. Correct ${where}.`,
    );
  });
}

/** What is said of a program that is not the pinned one. */
export function pinMismatch(program: string, sha256: string, pins: readonly string[]): string {
  const pinned = pins.find((pin) => pin !== sha256) ?? '';
  return `${foreignLine(program, 300)} is not the Trivy that you pinned, so it was not run. Its SHA-256 is ${sha256}, pinned is ${pinned}. If you updated Trivy yourself, correct ${where}; if not, find out who changed the file.`;
}

/**
 * Starts a program whose bytes were read and compared right before. On Linux what is started is the open file that was
 * read, so that another file at its path makes no difference; elsewhere it is the path, at once.
 * @param pins from `pinsOf`; without one the path is started as it is
 * @param start is given what to start
 * @throws ScanError `pin-mismatch`, and then nothing was started; or the file system's error
 */
export async function withPinnedProgram<T>(
  program: string,
  pins: readonly string[],
  signal: AbortSignal | undefined,
  start: (path: string) => Promise<T>,
): Promise<T> {
  if (pins.length === 0) return start(program);
  const handle = await open(program, 'r');
  try {
    const before = await handle.stat({ bigint: true });
    const { sha256 } = await factsOf(handle, signal);
    const after = await handle.stat({ bigint: true });
    if (pins.some((pin) => pin !== sha256)) {
      throw new ScanError('pin-mismatch', pinMismatch(program, sha256, pins));
    }
    // Nobody but the system sets this time: whoever writes into the file while it is read is seen.
    if (before.ctimeNs !== after.ctimeNs || before.size !== after.size) {
      throw new ScanError(
        'pin-mismatch',
        `${foreignLine(program, 300)} was changed while it was read, so it was not run. Scan again when its update is over.`,
      );
    }
    // By this process's number: the descriptor itself is closed in the program, and a script's shell opens it anew.
    const held = `/proc/${process.pid}/fd/${handle.fd}`;
    const canHold =
      process.platform === 'linux' &&
      (await readlink(held).then(
        () => true,
        () => false,
      ));
    return await start(canHold ? held : program);
  } finally {
    await handle.close();
  }
}
