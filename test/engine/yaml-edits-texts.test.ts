// Texts written as YAML: whatever they hold, they are read as they were.
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { parseDocument } from 'yaml';
import { isPlainSafe, yamlText } from '../../server/src/engine/yaml-edits/index.ts';

describe('texts', () => {
  it('are read as what was written, by YAML 1.1 too', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom(...' \n\t:#-?,[]{}&*!|>\'"%@`~=<.0123456789abefnotyxEXO_+$\\'.split('')),
      }),
      fc.constantFrom(
        'yes',
        'No',
        'ON',
        '.inf',
        '0x1F',
        '1_000',
        '190:20:30',
        '1e3',
        '~',
        'null',
        '2001-12-14t21:59:43',
      ),
    );
    fc.assert(
      fc.property(
        text,
        fc.boolean(),
        fc.constantFrom(undefined, 'single', 'double'),
        (value, inFlow, quote) => {
          const written = yamlText(value, { inFlow, ...(quote === undefined ? {} : { quote }) });
          const file = inFlow
            ? `{a: ${written}, b: [${written}, c]}`
            : `a: ${written} # c\nb:\n  - ${written}\n  - c\n`;
          for (const version of ['1.1', '1.2'] as const) {
            // `context: .` is everywhere; the library alone takes the dot for a number in YAML 1.1.
            if (value === '.' && version === '1.1') continue;
            const read = parseDocument(file, { version, logLevel: 'silent' });
            if (!isDeepStrictEqual(read.toJS(), { a: value, b: [value, 'c'] }) || read.errors.length > 0) {
              throw new Error(`${JSON.stringify(value)} became ${JSON.stringify(read.toJS())} from ${file}`);
            }
          }
          if (isPlainSafe(value, inFlow) && written !== value)
            throw new Error(`${value} has quotes without need`);
        },
      ),
    );
  });
});
