// Which programs a health check needs.

import type { Place } from './places.ts';
import { readProbe } from './read.ts';
import { programName } from './read-command.ts';
import type { HealthCommand } from './request.ts';
import { walkHealthCommand } from './walk.ts';

/** A program that a health check starts. */
export interface ProbeTool {
  /** Without its folder: `curl`. */
  readonly name: string;
  /** As written: `/usr/bin/curl`. */
  readonly path: string;
  readonly place: Place;
  /** The check is never healthy without it. False where that is not certain. */
  readonly decides: boolean;
}

/** The programs in the order in which they start: those in `$(…)` before the command that is given the output. */
export interface ProbeTools {
  readonly tools: readonly ProbeTool[];
  /** False where a name is in a variable or something could not be read: there may be more. */
  readonly complete: boolean;
}

/** What dash, bash and BusyBox ash do themselves. */
const BUILTINS = new Set(
  `. : [ alias bg break cd command continue echo eval exec exit export false fg getopts hash jobs kill let local
  printf pwd read readonly return set shift source test time times trap true type ulimit umask unalias unset wait`
    .trim()
    .split(/\s+/),
);

/**
 * Lists every program, also those in `sh -c '…'` and `$(…)` and behind `timeout 3`. In shell form the image's
 * own shell is needed too and is not in the list; shell builtins are not programs. Never throws.
 */
export function probeTools(command: HealthCommand): ProbeTools {
  const { commands, complete } = walkHealthCommand(command);
  const read = readProbe(command);
  const asked = new Set(read.ok && read.join === 'all' ? read.probes.map((probe) => probe.tool) : []);
  const tools = commands.flatMap(({ words, decides }): ProbeTool[] => {
    const first = words[0];
    if (first?.value === undefined || first.value === '') return [];
    const isProgram = first.isItem && first.place.item === 0;
    if (!isProgram && BUILTINS.has(first.value)) return [];
    const name = programName(first.value);
    const requests = asked.has(name as 'curl' | 'wget');
    return [{ name, path: first.value, place: first.place, decides: decides || requests }];
  });
  return { tools, complete };
}
