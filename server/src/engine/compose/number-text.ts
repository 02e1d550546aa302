// How Compose writes numbers and switches that stand without quotes where a text belongs: `1.10` becomes `1.1`.
// Go's YAML package reads them by YAML 1.1 and 1.2 both (go.yaml.in/yaml/v4), and its fmt package writes them.
import type { YamlScalar } from '../parse/yaml/tree.ts';

/** A whole number of any notation; undefined for another text. */
function wholeNumber(text: string): bigint | undefined {
  const [, sign, digits] = /^([-+]?)(0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|\d[\d_]*)$/.exec(text) ?? [];
  const plain = digits?.replace(/_/g, '');
  if (plain === undefined || plain.length > 300 || /^0[a-zA-Z]$/.test(plain)) return undefined;
  const isOctal = /^0[0-7]+$/.test(plain);
  if (!isOctal && /^0\d+$/.test(plain)) return undefined;
  const value = BigInt(isOctal ? `0o${plain}` : plain);
  return sign === '-' ? -value : value;
}

/** As Go's `%v` writes it. */
function floatText(value: number): string {
  const [, mantissa = '', sign = '+', digits = ''] = /^(.*)e([-+])(\d+)$/.exec(value.toExponential()) ?? [];
  const exponent = Number(sign + digits);
  if (exponent >= -4 && exponent < 6) return Object.is(value, -0) ? '-0' : String(value);
  return `${mantissa}e${sign}${digits.padStart(2, '0')}`;
}

/** A scalar's text as Compose puts it into a container's environment; undefined when it is not known. */
export function writtenValue(scalar: YamlScalar): string | undefined {
  const { text, style, value, variables, tag } = scalar;
  if (text === undefined || style !== 'plain' || variables !== undefined || tag !== undefined) return text;
  if (typeof value === 'boolean') return String(value);
  if (!/^[-+.\d]/.test(text)) return text;
  const whole = wholeNumber(text);
  if (whole !== undefined && whole >= -(2n ** 63n) && whole < 2n ** 64n) {
    return whole === 0n && text.startsWith('-') ? '-0' : String(whole);
  }
  const float = /^[-+]?(?:\.\d+|\d[\d_]*(?:\.[\d_]*)?)(?:[eE][-+]?\d+)?$/.test(text)
    ? Number(text.replace(/_/g, ''))
    : Number.NaN;
  return Number.isFinite(float) ? floatText(float) : text;
}
