// RUN --mount: the comma-separated fields of a mount.
import { remembered } from './remembered.ts';
import type { Flag, Instruction } from './syntax.ts';

/** One field such as `target=/root/.cache`. */
export interface MountField {
  /** Lower case. */
  readonly key: string;
  /** Absent for a bare key such as `ro`. Variables are kept. */
  readonly value?: string;
}

/** A mount of RUN. Values are as written, with quotes removed. */
export interface Mount {
  readonly flag: Flag;
  /** Lower case; `bind` when none is written. May hold a variable. */
  readonly type: string;
  readonly from?: string;
  readonly source?: string;
  readonly target?: string;
  readonly id?: string;
  /** `env=`: the variable that a secret is given in. */
  readonly env?: string;
  /** In the order written. */
  readonly fields: readonly MountField[];
}

/** The mounts of a RUN; empty for another instruction. A mount whose quotes do not match is left out. */
export function readMounts(instruction: Instruction): readonly Mount[] {
  if (instruction.keyword !== 'RUN' || instruction.flags.length === 0) return noMounts;
  return readAll(instruction);
}

const noMounts: readonly Mount[] = [];
const readAll = remembered((instruction) => instruction.flags.flatMap((flag) => readMount(flag) ?? []));

function readMount(flag: Flag): Mount | undefined {
  if (flag.name !== 'mount' || flag.value === undefined) return undefined;
  const fields = mountFields(flag.value);
  if (fields === undefined) return undefined;
  const value = (...keys: string[]) => fields.findLast(({ key }) => keys.includes(key))?.value;
  return {
    flag,
    type: value('type')?.toLowerCase() ?? 'bind',
    from: value('from'),
    source: value('source', 'src'),
    target: value('target', 'dst', 'destination'),
    id: value('id'),
    env: value('env'),
    fields,
  };
}

/** Splits a CSV record into fields; undefined when its quotes do not match. */
export function mountFields(value: string): MountField[] | undefined {
  const record = splitCsv(value);
  return record?.map((field) => {
    const equals = field.indexOf('=');
    if (equals < 0) return { key: field.toLowerCase() };
    return { key: field.slice(0, equals).toLowerCase(), value: field.slice(equals + 1) };
  });
}

/** One record of RFC 4180 as Go's reader takes it: a quote inside an unquoted field is an error. */
export function splitCsv(text: string): string[] | undefined {
  if (text === '') return undefined;
  const fields: string[] = [];
  let i = 0;
  for (;;) {
    let field = '';
    if (text[i] === '"') {
      i++;
      for (;;) {
        const quote = text.indexOf('"', i);
        if (quote < 0) return undefined;
        field += text.slice(i, quote);
        i = quote + 1;
        if (text[i] !== '"') break;
        field += '"';
        i++;
      }
      if (i < text.length && text[i] !== ',') return undefined;
    } else {
      const comma = text.indexOf(',', i);
      const end = comma < 0 ? text.length : comma;
      field = text.slice(i, end);
      if (field.includes('"')) return undefined;
      i = end;
    }
    fields.push(field);
    if (i >= text.length) return fields;
    i++;
  }
}
