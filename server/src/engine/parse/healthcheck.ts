// HEALTHCHECK: options and command.

import { isSpace } from './characters.ts';
import { notStrings, readExecForm } from './exec-form.ts';
import { remembered } from './remembered.ts';
import type { ExecForm, Instruction, Joined, Span } from './syntax.ts';

/** The value of an option as written, such as `30s`. */
export interface HealthcheckOption {
  readonly value: string;
  /** The whole flag. */
  readonly at: Span;
}

/** A HEALTHCHECK as it can be used; the shell form's script keeps its way back to the file. */
export type Healthcheck =
  | { readonly none: true }
  | {
      readonly none?: false;
      /** By name without dashes: `interval`, `timeout`, `start-period`, `start-interval`, `retries`. */
      readonly options: Readonly<Record<string, HealthcheckOption>>;
      readonly command:
        | { readonly form: 'shell'; readonly script: Joined }
        | { readonly form: 'exec'; readonly exec: ExecForm };
      readonly commandAt: Span;
    };

/** The parts of the arguments, before they are judged. */
export interface HealthcheckParts {
  /** Upper case: `CMD`, `NONE` or a mistake. */
  readonly kind: string;
  readonly kindAt: Span;
  readonly rest: Joined;
  readonly exec: ExecForm | typeof notStrings | undefined;
}

/** Undefined for a HEALTHCHECK without arguments. */
export function healthcheckParts(instruction: Instruction): HealthcheckParts | undefined {
  const { body } = instruction;
  const { text } = body;
  if (text === '') return undefined;
  let end = 0;
  while (end < text.length && !isSpace(text.charCodeAt(end))) end++;
  let next = end;
  while (next < text.length && isSpace(text.charCodeAt(next))) next++;
  const rest = body.slice(next, text.length);
  return {
    kind: text.slice(0, end).toUpperCase(),
    kindAt: body.span(0, end),
    rest,
    exec: readExecForm(rest),
  };
}

/** Undefined for another instruction, and where the command is missing or not `CMD` or `NONE`. */
export const readHealthcheck = remembered((instruction): Healthcheck | undefined => {
  const parts = instruction.keyword === 'HEALTHCHECK' ? healthcheckParts(instruction) : undefined;
  if (parts === undefined) return undefined;
  if (parts.kind === 'NONE') return { none: true };
  const { exec, rest } = parts;
  if (parts.kind !== 'CMD' || exec === notStrings || (exec === undefined && rest.text === ''))
    return undefined;
  const options: Record<string, HealthcheckOption> = Object.create(null);
  for (const { name, value, at } of instruction.flags) if (value !== undefined) options[name] = { value, at };
  const command =
    exec === undefined ? ({ form: 'shell', script: rest } as const) : ({ form: 'exec', exec } as const);
  return { options, command, commandAt: rest.at };
});
