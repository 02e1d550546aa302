// A health check in the form of a Compose file, pasted into a Dockerfile.

import type { Place } from '../probe/places.ts';
import type { HealthCommand } from '../probe/request.ts';
import { probeTools } from '../probe/tools.ts';
import type { ShippedHealthcheck } from './health.ts';
import type { ImageState, Origin } from './state.ts';

/** `["CMD-SHELL", "curl …"]`, `["CMD", "curl", …]`: Docker takes the first word for a program here. */
export interface ComposeForm {
  /** `CMD-SHELL` or `CMD`. */
  readonly word: string;
  /** What is meant; undefined where it cannot be written down here. */
  readonly meant: HealthCommand | undefined;
}

/** Undefined where the check does not start with Compose's word. */
export function composeForm(check: ShippedHealthcheck): ComposeForm | undefined {
  const { command } = check;
  if (command.form !== 'exec') return undefined;
  const [word, ...rest] = command.argv;
  if (word !== 'CMD-SHELL' && word !== 'CMD') return undefined;
  if (word === 'CMD') return { word, meant: rest.length > 0 ? { form: 'exec', argv: rest } : undefined };
  const [script, more] = rest;
  const plain =
    script !== undefined &&
    more === undefined &&
    script.trim() !== '' &&
    !/[\n\r]|[\\`]\s*$|^\s*\[/.test(script);
  return { word, meant: plain ? { form: 'shell', script: script.trim() } : undefined };
}

/** A program that the command cannot do without and that the image does not have. */
export function missingProgram(command: HealthCommand, state: ImageState): string | undefined {
  return probeTools(command).tools.find(
    ({ name, path, decides }) => decides && probeTool(state, name, path).presence === 'absent',
  )?.name;
}

/**
 * Every program that the command cannot do without and that the image does not have, each once. One that is named by a path of
 * its own may be the application, and is not among them.
 */
export function missingPrograms(
  command: HealthCommand,
  state: ImageState,
): { readonly name: string; readonly place: Place; readonly by: Origin | undefined }[] {
  const found = new Map<string, { name: string; place: Place; by: Origin | undefined }>();
  for (const { name, path, place, decides } of probeTools(command).tools) {
    if (!decides || found.has(name) || (path.includes('/') && !/^\/(usr\/)?s?bin\//.test(path))) continue;
    const { presence, by } = probeTool(state, name, path);
    if (presence === 'absent') found.set(name, { name, place, by });
  }
  return [...found.values()];
}

/** Programs of the same package: where `ps` is missing, so are they. Source: the file lists of procps, procps-ng and BusyBox. */
const withPs: ReadonlySet<string> = new Set(['pgrep', 'pkill']);

/** What is known of a program that a health check starts. */
export function probeTool(state: ImageState, name: string, path: string) {
  const tool = state.tool(path === '/bin/sh' ? path : name);
  if (tool.presence !== 'unknown' || !withPs.has(name)) return tool;
  const own = state.tools.get(name);
  return own === undefined ? state.tool('ps') : tool;
}
