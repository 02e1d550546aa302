// The health check that the shipped image has, and what could probe in its place.
import { type Healthcheck, readHealthcheck } from '../parse/arguments.ts';
import type { Instruction, Span } from '../parse/syntax.ts';
import type { Place } from '../probe/places.ts';
import type { ReadOptions } from '../probe/read.ts';
import type { HealthCommand } from '../probe/request.ts';
import type { ProbeRuntime } from '../probe/write.ts';
import type { Model, Stage } from './model.ts';
import type { ImageState } from './state.ts';

/** A HEALTHCHECK of the file that is in force in the shipped image. */
export interface ShippedHealthcheck {
  readonly instruction: Instruction;
  readonly read: Extract<Healthcheck, { readonly commandAt: Span }>;
  readonly command: HealthCommand;
  /** The stage whose image runs it. */
  readonly stage: Stage;
  /** The `--timeout` in seconds. */
  readonly timeoutSeconds?: number;
  /** The file's range of a place in the command. */
  span(place: Place): Span;
}

/** The health check of the final stage, when the file has one; a base image's own is not looked at. */
export function shippedHealthcheck(model: Model): ShippedHealthcheck | undefined {
  const stage = model.finalStage;
  const by = stage?.end.healthcheck?.by;
  if (!stage || by === undefined || by === 'image') return undefined;
  const read = readHealthcheck(by);
  if (!read || read.none) return undefined;
  const given = read.command;
  const command: HealthCommand =
    given.form === 'shell'
      ? { form: 'shell', script: given.script.text }
      : { form: 'exec', argv: given.exec.items.map((item) => item.value) };
  return {
    instruction: by,
    read,
    command,
    stage,
    timeoutSeconds: durationSeconds(read.options['timeout']?.value),
    span(place) {
      if (given.form === 'shell') return given.script.span(place.start, place.end);
      const item = given.exec.items[place.item];
      if (!item) return read.commandAt;
      // Escapes make the JSON longer than its value: then the whole item is meant.
      const plain = item.at.end - item.at.start === item.value.length + 2;
      return plain && place.end > place.start
        ? { start: item.at.start + 1 + place.start, end: item.at.start + 1 + place.end }
        : item.at;
    },
  };
}

/** Docker's durations, `1m30s`, `500ms`, in seconds. Undefined for anything else, and for variables. */
export function durationSeconds(value: string | undefined): number | undefined {
  if (value === undefined || !/^(\d+(\.\d+)?(h|m|s|ms|us|µs|ns))+$/.test(value)) return undefined;
  const units: Readonly<Record<string, number>> = {
    h: 3600,
    m: 60,
    s: 1,
    ms: 1e-3,
    us: 1e-6,
    µs: 1e-6,
    ns: 1e-9,
  };
  let total = 0;
  for (const [, amount, unit] of value.matchAll(/(?<!\d)(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/g))
    total += Number(amount) * (units[unit!] ?? 0);
  return total > 0 ? total : undefined;
}

/** Which wget the image has, as far as it is known. */
export function wgetFlavour(state: ImageState): ReadOptions['wget'] {
  const { presence, variant } = state.tool('wget');
  if (presence !== 'present') return undefined;
  return variant === 'busybox' || variant === 'gnu' ? variant : undefined;
}

/** What is certainly in the image and can make a request, the runtime's own language first. */
export function probeRuntimes(stage: Stage): ProbeRuntime[] {
  const state = stage.end;
  const { runtime } = state.facts ?? {};
  const found: ProbeRuntime[] = [];
  const shell = state.tool('/bin/sh').presence === 'present' ? '/bin/sh' : undefined;
  for (const name of ['python3', 'python']) {
    if (state.tool(name).presence !== 'present' || found.length > 0) continue;
    const off = runtime?.name === 'python' && runtime.onPath === false;
    found.push({ kind: 'python', path: off ? (runtime.path ?? name) : name });
  }
  if (state.tool('node').presence === 'present') {
    const off = runtime?.name === 'node' && runtime.onPath === false;
    found.push({ kind: 'node', path: off ? (runtime.path ?? 'node') : 'node', major: nodeMajor(stage) });
  }
  const wget = state.tool('wget');
  if (wget.presence === 'present' && wget.variant === 'busybox') found.push({ kind: 'busybox-wget', shell });
  if (state.tool('curl').presence === 'present') found.push({ kind: 'curl', shell });
  if (wget.presence === 'present' && wget.variant === 'gnu') found.push({ kind: 'wget-gnu', shell });
  // The language that the image is made for comes before others that happen to be there.
  const own = runtime?.name;
  return found.sort((one, other) => Number(other.kind === own) - Number(one.kind === own));
}

function nodeMajor(stage: Stage): number | undefined {
  let base = stage.base;
  while (base.kind === 'stage') base = base.stage.base;
  if (base.kind !== 'image') return undefined;
  const { repository, tag } = base.reference;
  const named =
    /nodejs(\d+)/.exec(repository)?.[1] ??
    (/(^|\/)node$/.test(repository) ? /^(\d+)([.-]|$)/.exec(tag ?? '')?.[1] : undefined);
  return named === undefined ? undefined : Number(named);
}
