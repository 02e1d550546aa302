// The shape of a settings file's values: checked with places, and turned into a JSON schema, from one description.
import type { Node } from 'jsonc-parser';
import type { Span } from '../engine/index.ts';

interface Described {
  /** One or two sentences for the schema's hover. */
  readonly description?: string;
}

/** What a value can be. `object` knows its keys, `record` takes any. */
export type Shape = Described &
  (
    | { readonly kind: 'text'; readonly values?: readonly string[]; readonly check?: TextCheck }
    | { readonly kind: 'boolean' }
    | { readonly kind: 'integer'; readonly minimum: number; readonly maximum: number }
    | { readonly kind: 'list'; readonly items: Shape }
    | {
        readonly kind: 'object';
        readonly keys: Readonly<Record<string, Shape>>;
        readonly required?: readonly string[];
        /** What an unknown key is answered with instead of the list of the known ones, and that it is no error. */
        readonly unknown?: (key: string) => string;
      }
    | { readonly kind: 'record'; readonly values: Shape }
    | { readonly kind: 'either'; readonly shapes: readonly Shape[] }
  );

/** Says what is wrong with a text, as the rest of a sentence: `must be a day as YYYY-MM-DD`. */
interface TextCheck {
  readonly wrong: (text: string) => string | undefined;
  readonly pattern?: string;
}

/** Something in a settings file that was not taken, or does nothing. */
export interface FileProblem {
  /** A whole sentence. */
  readonly message: string;
  /** UTF-16 offsets into the file's text. */
  readonly at: Span;
  /** `warning`: it was taken and does nothing. */
  readonly severity: 'error' | 'warning';
}

/** Where a checked value came from: arrays and objects of plain values. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

/** Longest name that a message repeats, in UTF-16 units. */
const longestShown = 60;
const most = 100;

/** Checks values against their shape, keeps the good ones and collects what is wrong with the others. */
export class ShapeCheck {
  readonly problems: FileProblem[] = [];

  /** The value with everything left out that does not fit; undefined when nothing of it does. */
  read(node: Node, shape: Shape, name: string): Plain | undefined {
    switch (shape.kind) {
      case 'text': {
        if (node.type !== 'string' || (shape.values && !shape.values.includes(node.value as string)))
          return this.refuse(node, `${name} ${mustBe(shape)}.`);
        const wrong = shape.check?.wrong(node.value as string);
        return wrong === undefined ? (node.value as string) : this.refuse(node, `${name} ${wrong}.`);
      }
      case 'boolean':
        return node.type === 'boolean'
          ? (node.value as boolean)
          : this.refuse(node, `${name} ${mustBe(shape)}.`);
      case 'integer': {
        const value = node.type === 'number' ? (node.value as number) : Number.NaN;
        const fits = Number.isInteger(value) && value >= shape.minimum && value <= shape.maximum;
        return fits ? value : this.refuse(node, `${name} ${mustBe(shape)}.`);
      }
      case 'list': {
        if (node.type !== 'array') return this.refuse(node, `${name} ${mustBe(shape)}.`);
        return (node.children ?? []).flatMap((child, index) => {
          const value = this.read(child, shape.items, `${name}[${index}]`);
          return value === undefined ? [] : [value];
        });
      }
      case 'either': {
        const fitting = shape.shapes.find((one) => fitsType(node, one));
        return fitting ? this.read(node, fitting, name) : this.refuse(node, `${name} ${mustBe(shape)}.`);
      }
      default:
        return this.readObject(node, shape, name);
    }
  }

  private readObject(
    node: Node,
    shape: Extract<Shape, { kind: 'object' | 'record' }>,
    name: string,
  ): Plain | undefined {
    if (node.type !== 'object') return this.refuse(node, `${name} ${mustBe(shape)}.`);
    const found = new Map<string, Plain>();
    const seen = new Set<string>();
    for (const property of node.children ?? []) {
      const [keyNode, valueNode] = property.children ?? [];
      if (!keyNode || !valueNode) continue;
      const key = keyNode.value as string;
      if (seen.has(key)) this.warn(keyNode, `${quoted(key)} is there twice: the last one counts.`);
      seen.add(key);
      const inner = shape.kind === 'record' ? shape.values : ownShape(shape.keys, key);
      if (inner === undefined) {
        this.unknownKey(keyNode, key, shape as Extract<Shape, { kind: 'object' }>, name);
        continue;
      }
      const value = this.read(valueNode, inner, name === '' ? clipped(key) : `${name}.${clipped(key)}`);
      if (value === undefined) found.delete(key);
      else found.set(key, value);
    }
    if (shape.kind === 'object') {
      const missing = shape.required?.filter((key) => !found.has(key) && !seen.has(key)) ?? [];
      if (missing.length > 0) return this.refuse(node, `${name} needs ${missing.map(quoted).join(' and ')}.`);
      if (shape.required?.some((key) => !found.has(key))) return undefined;
    }
    return Object.fromEntries(found);
  }

  private unknownKey(node: Node, key: string, shape: Extract<Shape, { kind: 'object' }>, name: string): void {
    if (shape.unknown) this.warn(node, shape.unknown(key));
    else {
      const known = Object.keys(shape.keys).filter((one) => one !== '$schema');
      this.refuse(
        node,
        `${quoted(key)} is no key${name === '' ? '' : ` of ${name}`}; there are ${known.join(', ')}.`,
      );
    }
  }

  private refuse(node: Node, message: string): undefined {
    this.add(node, message, 'error');
    return undefined;
  }

  private warn(node: Node, message: string): void {
    this.add(node, message, 'warning');
  }

  private add(node: Node, message: string, severity: FileProblem['severity']): void {
    // A hostile file can be wrong in a million places; nobody reads more than the first.
    if (this.problems.length >= most) return;
    this.problems.push({ message, at: { start: node.offset, end: node.offset + node.length }, severity });
  }
}

function ownShape(keys: Readonly<Record<string, Shape>>, key: string): Shape | undefined {
  return Object.hasOwn(keys, key) ? keys[key] : undefined;
}

function clipped(text: string): string {
  return text.length <= longestShown ? text : `${text.slice(0, longestShown - 1)}…`;
}

/** A name of the file as a message shows it. */
export function quoted(text: string): string {
  return JSON.stringify(clipped(text));
}

function fitsType(node: Node, shape: Shape): boolean {
  if (shape.kind === 'text') return node.type === 'string';
  if (shape.kind === 'integer') return node.type === 'number';
  if (shape.kind === 'boolean') return node.type === 'boolean';
  if (shape.kind === 'list') return node.type === 'array';
  if (shape.kind === 'either') return shape.shapes.some((one) => fitsType(node, one));
  return node.type === 'object';
}

function mustBe(shape: Shape): string {
  return `must be ${words(shape)}`;
}

function words(shape: Shape): string {
  if (shape.kind === 'text')
    return shape.values
      ? `${shape.values.length > 1 ? 'one of ' : ''}${shape.values.map(quoted).join(', ')}`
      : 'a text';
  if (shape.kind === 'boolean') return 'true or false';
  if (shape.kind === 'integer') return `a whole number from ${shape.minimum} to ${shape.maximum}`;
  if (shape.kind === 'list') return 'a list';
  if (shape.kind === 'either') return shape.shapes.map(words).join(', or ');
  return 'an object';
}

/** The JSON schema (draft 7) of a shape. */
export function schemaOf(shape: Shape): object {
  const described = shape.description === undefined ? {} : { description: shape.description };
  switch (shape.kind) {
    case 'text':
      return {
        type: 'string',
        // No enum, and unknown keys allowed: what is wrong is said by us, in the same words everywhere, and not twice.
        ...(shape.values && { examples: shape.values }),
        ...(shape.check?.pattern && { pattern: shape.check.pattern }),
        ...described,
      };
    case 'boolean':
      return { type: 'boolean', ...described };
    case 'integer':
      return { type: 'integer', minimum: shape.minimum, maximum: shape.maximum, ...described };
    case 'list':
      return { type: 'array', items: schemaOf(shape.items), ...described };
    case 'either':
      return { anyOf: shape.shapes.map(schemaOf), ...described };
    case 'record':
      return { type: 'object', additionalProperties: schemaOf(shape.values), ...described };
    case 'object':
      return {
        type: 'object',
        properties: Object.fromEntries(
          Object.entries(shape.keys).map(([key, inner]) => [key, schemaOf(inner)]),
        ),
        ...(shape.required && { required: shape.required }),
        ...described,
      };
  }
}
