// Splits a command's arguments into options and operands, as getopt and curl do, variables kept.
import { dropText, plainText, Refusal, type Text } from './request.ts';

/** How one option is written. Its key in the table is its long name. */
export interface OptionShape {
  /** One letter, or two for wget's `-nv`. */
  readonly short?: string;
  readonly value?: boolean;
}

/** What was given, in order. `name` is the long name; absent for an operand. */
export interface Given {
  readonly name?: string;
  /** The option's value or the operand itself; absent for a bare option. */
  readonly value?: Text;
}

/**
 * Reads arguments. Options may follow operands.
 * @param equals `--name=value` is understood (getopt); curl wants two words.
 * @throws Refusal for an option that is not in the table or lacks its value.
 */
export function readOptions(
  args: readonly Text[],
  table: Readonly<Record<string, OptionShape>>,
  equals: boolean,
): Given[] {
  const byShort = new Map(
    Object.entries(table).flatMap(([name, { short }]) => (short ? [[short, name]] : [])),
  );
  const out: Given[] = [];
  let onlyOperands = false;
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i]!;
    const head = typeof arg[0] === 'string' ? arg[0] : '';
    const following = (name: string): Text => {
      i += 1;
      const value = args[i];
      if (!value) throw new Refusal(`${name} has no value`);
      return value;
    };
    if (onlyOperands || !head.startsWith('-') || plainText(arg) === '-') out.push({ value: arg });
    else if (plainText(arg) === '--') onlyOperands = true;
    else if (head.startsWith('--')) {
      const sign = equals ? head.indexOf('=') : -1;
      const name = sign < 0 ? plainText(arg)?.slice(2) : head.slice(2, sign);
      const shape = name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
      if (!name || !shape) throw new Refusal(`it uses the option ${head}`);
      if (sign < 0) out.push(shape.value ? { name, value: following(head) } : { name });
      else out.push({ name, value: dropText(arg, sign + 1) });
    } else {
      for (let at = 1; at < head.length; ) {
        const two = head.slice(at, at + 2);
        const letters = byShort.has(two) && two.length === 2 ? two : head.charAt(at);
        const name = byShort.get(letters);
        if (!name) throw new Refusal(`it uses the option -${letters}`);
        at += letters.length;
        if (!table[name]?.value) {
          out.push({ name });
          if (at >= head.length && arg.length > 1) throw new Refusal('an option is in a variable');
          continue;
        }
        const attached = dropText(arg, at);
        out.push({ name, value: attached.length > 0 ? attached : following(`-${letters}`) });
        break;
      }
    }
  }
  return out;
}
