// Says which HTTP requests a health check makes and what it takes for a healthy answer.

import { evaluate } from './evaluate.ts';
import type { Outcome } from './outcome.ts';
import { fold } from './outcome.ts';
import { readProgram, requestReader, scriptOf, shellScript, type Test } from './read-command.ts';
import type { WgetFlavour } from './read-wget.ts';
import { type HealthCommand, isOverlong, type ProbeRequest, Refusal } from './request.ts';

/** What a health check asks, or why that can't be said in another program's words. */
export type ReadProbe =
  | {
      readonly ok: true;
      /** At least one, in the order of the text. */
      readonly probes: readonly ProbeRequest[];
      /** All must succeed (`&&`), or one (`||`). */
      readonly join: 'all' | 'any';
      /** What any conversion leaves out or changes: `no retries of its own`. For the fix's title. */
      readonly notes: readonly string[];
    }
  /** A clause that follows "not converted because": `it asks over a Unix socket`. May quote the file's text. */
  | { readonly ok: false; readonly reason: string };

/** What is known about the image. */
export interface ReadOptions {
  /** Which wget the check means; `--spider` is HEAD in GNU's and GET in BusyBox's. */
  readonly wget?: WgetFlavour;
}

/**
 * Reads a health check made of curl or wget. Exit code 0 is healthy, every other one unhealthy
 * (https://docs.docker.com/reference/dockerfile/#healthcheck), so `|| exit 1` says nothing new.
 * Never throws.
 */
export function readProbe(command: HealthCommand, options: ReadOptions = {}): ReadProbe {
  try {
    const { tests, join } = fold(outcomeOf(command, options.wget));
    const notes = new Set(tests.flatMap((test) => test.notes));
    return { ok: true, probes: tests.map((test) => test.request), join, notes: [...notes] };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, reason: error.message };
    throw error;
  }
}

function outcomeOf(command: HealthCommand, flavour: WgetFlavour): Outcome<Test> {
  if (isOverlong(command)) throw new Refusal('it is too involved');
  if (command.form === 'shell') return evaluate(scriptOf(command.script), requestReader(flavour));
  const script = shellScript(command.argv);
  if (script !== undefined) return evaluate(scriptOf(script), requestReader(flavour));
  const variable = command.argv.find((word) => /\$(?:[A-Za-z_]|\{)/.test(word));
  if (variable !== undefined) throw new Refusal('in exec form variables are not expanded');
  if (command.argv.length === 0) throw new Refusal('it runs nothing');
  const { request, notes } = readProgram(
    command.argv.map((word) => (word === '' ? [] : [word])),
    flavour,
  );
  return { test: { request, notes }, yes: true, no: false };
}
