// Arbitrary YAML files: written in many styles, with comments anywhere, and damaged here and there.
import fc from 'fast-check';
import { flowCases } from './flow-cases.ts';
import { insertBehindCases } from './insert-behind-cases.ts';
import { insertCases } from './insert-cases.ts';
import { listCases } from './list-cases.ts';
import { removeCases } from './remove-cases.ts';
import { replaceCases } from './replace-cases.ts';

type Value = string | Value[] | { [key: string]: Value };

interface Style {
  readonly step: number;
  readonly listStep: number;
  readonly lineBreak: string;
  readonly flowFrom: number;
  readonly open: boolean;
  readonly seed: number;
}

/** Scalars as they are written. */
const scalarText = fc.constantFrom(
  ...[
    'x',
    '1',
    'true',
    '"q: #"',
    "'it''s'",
    '',
    '~',
    'a b',
    '|\n@x\n@y',
    '|-\n@x # y',
    '|+\n@x\n\n',
    '>\n@x\n\n@y',
    '"a\n@b"',
  ],
  ...['&n v', '!!str 1', '{}', '[]', '${X}', 'multi\n@line'],
);

const key = fc.constantFrom('a', 'b', 'c', 'image', '"q"', "'s'", 'x-y', '8', 'no');

const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value; list: Value[]; map: { [key: string]: Value } }>(
  (tie) => ({
    value: fc.oneof({ maxDepth: 4, depthSize: 'small' }, scalarText, tie('list'), tie('map')),
    list: fc.array(tie('value'), { minLength: 1, maxLength: 4 }),
    map: fc.dictionary(key, tie('value'), { minKeys: 1, maxKeys: 5 }),
  }),
).value;

const style: fc.Arbitrary<Style> = fc.record({
  step: fc.constantFrom(2, 4, 3, 1),
  listStep: fc.constantFrom(0, 2, 4),
  lineBreak: fc.constantFrom('\n', '\n', '\r\n'),
  flowFrom: fc.constantFrom(2, 3, 9),
  open: fc.boolean(),
  seed: fc.nat(),
});

/** A writer that knows nothing of the one under test; what it writes wrongly is found invalid and left out. */
class Writer {
  private readonly style: Style;
  private state: number;

  constructor(style: Style) {
    this.style = style;
    this.state = style.seed;
  }

  private next(limit: number): number {
    this.state = (Math.imul(this.state, 1103515245) + 12345) >>> 0;
    return (this.state >>> 8) % limit;
  }

  private trailing(): string {
    return ['', '', '', ' ', ' # c', '  # d: e'][this.next(6)]!;
  }

  private between(indent: string): string {
    return ['', '', '', '', '\n', `${indent}# own\n`, `${indent}  # deep\n`, '# left\n', '\n\n'][
      this.next(9)
    ]!;
  }

  map(map: { [key: string]: Value }, indent: string, depth: number): string {
    return Object.entries(map)
      .map(([name, item]) => `${this.between(indent)}${indent}${name}:${this.behind(item, indent, depth)}`)
      .join('');
  }

  private behind(item: Value, indent: string, depth: number): string {
    if (typeof item === 'string') return this.scalar(item, indent);
    if (depth >= this.style.flowFrom) return ` ${this.flow(item)}${this.trailing()}\n`;
    if (Array.isArray(item)) {
      const inner = indent + ' '.repeat(this.style.listStep);
      return `${this.trailing()}\n${this.list(item, inner, depth + 1)}`;
    }
    return `${this.trailing()}\n${this.map(item, indent + ' '.repeat(this.style.step), depth + 1)}`;
  }

  private list(items: Value[], indent: string, depth: number): string {
    return items.map((item) => `${this.between(indent)}${indent}-${this.item(item, indent, depth)}`).join('');
  }

  private item(item: Value, indent: string, depth: number): string {
    if (typeof item === 'string') return this.scalar(item, indent);
    if (depth >= this.style.flowFrom) return ` ${this.flow(item)}${this.trailing()}\n`;
    const inner = `${indent}  `;
    const text = Array.isArray(item) ? this.list(item, inner, depth + 1) : this.map(item, inner, depth + 1);
    return text.startsWith(inner) && /\S/.test(text[inner.length] ?? '')
      ? ` ${text.slice(inner.length)}`
      : `\n${text}`;
  }

  private scalar(text: string, indent: string): string {
    const [first, ...rest] = text.split('\n');
    const inner = `${indent}${' '.repeat(this.style.step)}`;
    const lines = rest.map((line) => (line === '' ? '' : line.replace('@', inner)));
    const isBlock = /^[|>]/.test(text);
    const head = first === '' ? '' : ` ${first}`;
    if (rest.length === 0 || isBlock) return [head + this.trailing(), ...lines, ''].join('\n');
    return `${[head, ...lines].join('\n')}${this.trailing()}\n`;
  }

  private flow(item: Value): string {
    const pad = ['', ' '][this.next(2)]!;
    const end = ['', '', ',', '\n      '][this.next(4)]!;
    const comma = [', ', ',', ' ,\n      '][this.next(3)]!;
    if (typeof item === 'string') return /[\n{|]/.test(item) ? 'z' : item;
    if (Array.isArray(item)) return `[${pad}${item.map((one) => this.flow(one)).join(comma)}${end}${pad}]`;
    const entries = Object.entries(item).map(([name, one]) => `${name}: ${this.flow(one)}`);
    return `{${pad}${entries.join(comma)}${end}${pad}}`;
  }
}

const written: fc.Arbitrary<string> = fc
  .tuple(fc.dictionary(key, value, { minKeys: 1, maxKeys: 5 }), style)
  .map(([map, how]) => {
    const text = new Writer(how).map(map, '', 0);
    return (how.open ? text.replace(/\n$/, '') : text).replaceAll('\n', how.lineBreak);
  });

const examples = fc.constantFrom(
  ...[...insertCases, ...insertBehindCases, ...flowCases, ...listCases, ...removeCases, ...replaceCases].map(
    ({ before }) => before,
  ),
);

const pieces = fc.constantFrom(
  ...[
    '\n',
    ' ',
    '  ',
    '\t',
    '#',
    ' # x',
    ':',
    ': ',
    '- ',
    ',',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '|',
    '|+',
    '>-',
    '&n ',
    '*n',
    '? ',
  ],
  ...['!t ', '<<: *n', '---\n', '...\n', '\r\n', 'x', '1', '~', '!reset ', '&n', '\ufeff'],
);

interface Damage {
  readonly at: number;
  readonly gone: number;
  readonly piece: string;
}

const damage: fc.Arbitrary<Damage> = fc.record({ at: fc.nat(400), gone: fc.nat(2), piece: pieces });

/** A file's text, valid or not. */
export const fileText: fc.Arbitrary<string> = fc.oneof(
  written,
  fc
    .tuple(fc.oneof(written, examples), fc.array(damage, { minLength: 1, maxLength: 3 }))
    .map(([text, damages]) => {
      let result = text;
      for (const { at, gone, piece } of damages) {
        const place = at % (result.length + 1);
        result = result.slice(0, place) + piece + result.slice(place + gone);
      }
      return result;
    }),
);
