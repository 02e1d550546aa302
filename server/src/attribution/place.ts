// Where in a Dockerfile something that a scan found was brought into the image.
import type { Model } from '../engine/model/model.ts';
import { readCopy } from '../engine/parse/arguments.ts';
import type { Instruction, Span } from '../engine/parse/syntax.ts';
import { LineIndex } from '../engine/text/lines.ts';
import { chainOf } from './expected-entries.ts';
import type { Found } from './found.ts';
import { installerIn } from './installers.ts';
import type { Layers } from './layers.ts';
import { type Installed, installedBefore, installedIn } from './source-stage.ts';

/** A place, and how sure it is. */
export interface Place {
  readonly instruction: Instruction;
  /** Inside the instruction: the package's own word, else the command that installed it, else the whole. */
  readonly at: Span;
  /** `base`: it came with the image of that FROM. `line`: this line brought it. `either`: see `says`. */
  readonly sure: 'base' | 'line' | 'either';
  /** For `either`, to end a sentence with: `base image or line 5`, `line 3 or line 5`. */
  readonly says?: string;
  /** Where in another stage it was installed before it was copied. */
  readonly installed?: Installed;
}

/** Finds the places of many findings in one image. */
export class Places {
  private readonly model: Model;
  private readonly layers: Layers;
  private readonly byLayer: ReadonlyMap<string, number>;
  private readonly index: LineIndex;

  /** @param diffIds the image's layers from the bottom */
  constructor(model: Model, layers: Layers, diffIds: readonly string[]) {
    this.model = model;
    this.layers = layers;
    // Equal layers hold the same: the lowest one brought it.
    this.byLayer = new Map(diffIds.map((id, index) => [id, index] as const).reverse());
    this.index = new LineIndex(model.dockerfile.text);
  }

  /**
   * Undefined where it can be on no line: the image was not built from this file, or the line is no longer there.
   */
  of(found: Found): Place | undefined {
    const { match, origins } = this.layers;
    if (match === 'foreign') return undefined;
    const layer = found.layerDiffId === undefined ? undefined : this.byLayer.get(found.layerDiffId);
    const origin = layer === undefined ? undefined : origins[layer];
    switch (origin?.kind) {
      case undefined:
        return this.either(found, 'a line of this file');
      case 'base':
        return this.onFrom('base');
      case 'changed':
        return undefined;
      case 'unsure':
        return this.either(found, 'a line that was changed since');
      case 'instructions':
        return this.among(origin.instructions, found);
    }
  }

  /** One of these lines. */
  private among(instructions: readonly Instruction[], found: Found): Place {
    const [first, ...others] = instructions;
    if (first && others.length === 0) return this.on(first, found);
    const named = instructions.filter((one) => installerIn(this.model, one, found)?.kind === 'word');
    if (named.length === 1) return this.on(named[0]!, found);
    // Packages of the distribution are not copied from the build context.
    const possible = found.class === 'os' ? instructions.filter(canHoldSystem) : instructions;
    const [only, ...rest] = named.length > 0 ? named : possible.length > 0 ? possible : instructions;
    if (only && rest.length === 0) return this.on(only, found);
    return { ...this.onFrom('either'), says: this.lines([only!, ...rest]) };
  }

  /** Where the image does not say: the base image, or a line that names the package. */
  private either(found: Found, otherwise: string): Place {
    const installed = installedIn(this.model, this.layers.stage, found);
    if (!installed?.isNamed) return { ...this.onFrom('either'), says: `base image or ${otherwise}` };
    const { instruction, at } = installed;
    return { instruction, at, sure: 'either', says: `base image or ${this.lines([instruction])}` };
  }

  private on(instruction: Instruction, found: Found): Place {
    const { keyword, head } = instruction;
    if (keyword === 'RUN')
      return { instruction, at: installerIn(this.model, instruction, found)?.at ?? head, sure: 'line' };
    const installed = found.class === 'other' ? undefined : installedBefore(this.model, instruction, found);
    const at = copiedWord(instruction, found) ?? head;
    return { instruction, at, sure: 'line', ...(installed ? { installed } : {}) };
  }

  private onFrom(sure: Place['sure']): Place {
    const { from } = chainOf(this.layers.stage)[0]!;
    return { instruction: from, at: from.head, sure };
  }

  /** `line 4`; `line 3, 4 or 7`. */
  private lines(instructions: readonly Instruction[]): string {
    const numbers = instructions.map(({ head }) => String(this.index.position(head.start).line + 1));
    const last = numbers.pop() ?? '';
    return numbers.length === 0 ? `line ${last}` : `line ${numbers.join(', ')} or ${last}`;
  }
}

/** Whether packages of the distribution can come by it: no COPY from the build context, unless it unpacks an archive. */
function canHoldSystem(instruction: Instruction): boolean {
  return instruction.keyword !== 'COPY' || readCopy(instruction)?.from !== undefined;
}

/** Kinds of packages that are one file, which is what the scanner names. */
const isFile = /^(gobinary|rustbinary|jar)$/;

/** The word of a COPY or ADD that names the very file. */
function copiedWord(instruction: Instruction, { class: kind, type = '', path }: Found): Span | undefined {
  const copy = readCopy(instruction);
  if (!copy || path === undefined || !(kind === 'other' || isFile.test(type))) return undefined;
  const lastPart = (text: string) => text.slice(text.lastIndexOf('/') + 1);
  return copy.sources.find(({ value }) => lastPart(value) === lastPart(path))?.at;
}
