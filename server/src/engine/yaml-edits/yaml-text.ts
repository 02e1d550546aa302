// Values written as YAML on one line: plain where that is safe, quoted where YAML would read something else.

/** A value to be written. Texts stand as the file will hold them: where Compose shall not see a variable, double each `$`. */
export type YamlValue =
  | string
  | number
  | boolean
  | null
  | readonly YamlValue[]
  | InFlow
  | { readonly [key: string]: YamlValue };

/** A list or map to be written on one line (`["CMD", "pg_isready"]`), its texts in quotes. */
export class InFlow {
  readonly value: readonly YamlValue[] | { readonly [key: string]: YamlValue };

  constructor(value: readonly YamlValue[] | { readonly [key: string]: YamlValue }) {
    this.value = value;
  }
}

export type Quote = 'single' | 'double';

/** Where and how a text is written. */
export interface TextForm {
  /** Inside `{}` or `[]`, where commas and brackets are more than letters. */
  readonly inFlow?: boolean;
  /** The quotes to use where there have to be some; double ones when absent. */
  readonly quote?: Quote;
  /** In quotes even where a plain text would do. */
  readonly always?: boolean;
  /** Strict JSON. */
  readonly isJson?: boolean;
}

/** What no file should hold as it is: controls, line separators, marks that turn the direction of text, lone surrogates. */
const escaped =
  /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\u200b-\u200f\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Texts that YAML 1.2, or the readers of YAML 1.1 that are still about, take for another type. */
const otherTypes = [
  /^(?:~|null|y|n|yes|no|on|off|true|false)$/i,
  /^[-+]?\.?\d[\d_]*(?:[.eE:][-+\d_.eE:]*)?$/,
  /^[-+]?0(?:x[\da-f_]*|o[0-7_]*|b[01_]*)$/i,
  /^[-+]?\.(?:inf|nan|_+)$/i,
  /^[-+]\.$/,
  /^[-+]?[._]*e[-+]?\d+$/i,
  /^\d{4}-\d\d?-\d\d?(?:$|[Tt\s])/,
  /^(?:=|<<)$/,
];

/** Whether a text, written without quotes, is read as that very text. */
export function isPlainSafe(text: string, inFlow = false): boolean {
  if (text === '' || text !== text.trim() || escaped.test(text)) return false;
  if (otherTypes.some((type) => type.test(text))) return false;
  if (/^[?:,[\]{}#&*!|>'"%@`]/.test(text) || /^(?:-$|-[\s,[\]{}]|---|\.\.\.)/.test(text)) return false;
  if (/:(?:\s|$)|\s#/.test(text)) return false;
  return !(inFlow && (/[,[\]{}]/.test(text) || /:$/.test(text)));
}

/**
 * A scalar as YAML text, on one line.
 * @returns text that YAML 1.1 and 1.2 read as this value: `no`, `012`, `a: b`, `*x` in quotes
 */
export function yamlText(value: string | number | boolean | null, form: TextForm = {}): string {
  if (typeof value === 'number') return numberText(value, form.isJson === true);
  if (typeof value !== 'string') return String(value);
  if (form.isJson === true) return doubleQuoted(value);
  if (form.always !== true && isPlainSafe(value, form.inFlow)) return value;
  if (escaped.test(value)) return doubleQuoted(value);
  const isSingle = form.quote === 'single' || (form.quote === undefined && /["\\]/.test(value));
  return isSingle ? `'${value.replaceAll("'", "''")}'` : doubleQuoted(value);
}

/** `$` doubled, so that Compose takes it as a letter and not as the start of a variable. */
export function withoutVariables(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/** A value on one line: `{a: 1, b: [x, y]}`. */
export function flowText(value: YamlValue, form: TextForm = {}): string {
  const inner: TextForm = { ...form, inFlow: true };
  if (value instanceof InFlow) return flowText(value.value, { ...form, always: true });
  if (isList(value)) return `[${value.map((item) => flowText(item, inner)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const keyForm: TextForm = { ...inner, always: false };
    const entries = Object.entries(value).map(
      ([key, item]) => `${yamlText(key, keyForm)}: ${flowText(item, inner)}`,
    );
    return `{${entries.join(', ')}}`;
  }
  return yamlText(value, form);
}

/** Whether it is written on lines of its own in block style. */
export function isLong(
  value: YamlValue,
): value is readonly YamlValue[] | { readonly [key: string]: YamlValue } {
  return (
    typeof value === 'object' && value !== null && !(value instanceof InFlow) && Object.keys(value).length > 0
  );
}

/** Whether a value is a list. */
export function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function numberText(value: number, isJson: boolean): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '0' : String(value);
  if (isJson) return 'null';
  if (Number.isNaN(value)) return '.nan';
  return value > 0 ? '.inf' : '-.inf';
}

/** A JSON string is a double-quoted YAML text too. */
function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(
    new RegExp(escaped.source, 'g'),
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
