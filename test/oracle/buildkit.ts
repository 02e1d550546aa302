// Asks the real BuildKit what it makes of Dockerfiles.
import { spawnSync } from 'node:child_process';
import type { TestContext } from 'vitest';
import { needPart } from '../part.ts';

/** A refusal, with 1-based lines; 0 where BuildKit gives none. */
export interface Failure {
  readonly message: string;
  readonly line: number;
  readonly endLine: number;
}

/** The part of the oracle's answer that the parser is compared with; test/parts/buildkit/oracle writes it. */
export interface Answer {
  readonly parseError: Failure | null;
  readonly instructionError: Failure | null;
  readonly buildError: Failure | null;
  readonly escape: string;
  readonly instructions: readonly {
    readonly cmd: string;
    readonly startLine: number;
    readonly endLine: number;
    readonly flags: readonly string[];
    readonly args: readonly string[];
    readonly json: boolean;
    readonly heredocs: readonly {
      readonly name: string;
      readonly fd: number;
      readonly expand: boolean;
      readonly chomp: boolean;
      readonly content: string;
    }[];
  }[];
}

/** The oracle's path; without it the test is skipped by name, and fails where nothing may be missing. */
export function oraclePath(context: TestContext): string {
  return needPart(context, 'buildkit-oracle');
}

/** One answer for each text, in order. */
export function askBuildKit(path: string, texts: readonly string[]): Answer[] {
  const input = texts.map((text) => `${JSON.stringify({ Name: '', Text: text })}\n`).join('');
  const run = spawnSync(path, { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (run.status !== 0) throw new Error(`The oracle ended with ${run.status}: ${run.stderr.slice(0, 2000)}`);
  return run.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Answer);
}

/** The first refusal, in the order in which BuildKit meets them. */
export function failureOf(answer: Answer): Failure | undefined {
  return answer.parseError ?? answer.instructionError ?? answer.buildError ?? undefined;
}
