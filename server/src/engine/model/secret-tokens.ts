// Secrets that are known by their form: tokens with a prefix of their own, private keys.
import { entropy } from './secrets.ts';

/** A secret found in a text, from `start` to `end`. */
export interface SecretToken {
  /** `a GitHub token` */
  readonly kind: string;
  /** As it may be shown: its first characters, without what makes it a secret. */
  readonly shown: string;
  readonly start: number;
  readonly end: number;
  /** It names an account or is made to be public too: alone it opens little. */
  readonly weak?: boolean;
  /** When it stops to be valid, in seconds since 1970; absent where it does not say. */
  readonly expires?: number;
}

interface Format {
  readonly kind: string;
  readonly prefix: string;
  /** Sticky, from the prefix on; group 1 is the part that is random. Bounded, so that a long text costs no more. */
  readonly form: RegExp;
  /** Bits for each character that the random part has at least; 3 where none is given. */
  readonly least?: number;
  readonly checked?: (token: string) => boolean;
  readonly weak?: boolean;
}

/** GitHub and npm end their tokens in the CRC-32 of the 30 characters before, in base 62 (GitHub's blog, April 2021). */
function hasChecksum(token: string): boolean {
  const random = token.slice(4, 34);
  let rest = crc32(random);
  let text = '';
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  for (; rest > 0; rest = Math.floor(rest / 62)) text = digits[rest % 62] + text;
  return text.padStart(6, '0') === token.slice(34);
}

function crc32(text: string): number {
  let crc = ~0;
  for (const char of text) {
    crc ^= char.charCodeAt(0);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** The forms that the issuers document; anything looser would find ordinary words. */
const formats: readonly Format[] = [
  ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map((prefix) => ({
    kind: 'a GitHub token',
    prefix,
    form: /gh[pousr]_([A-Za-z0-9]{36})(?![A-Za-z0-9])/y,
    checked: hasChecksum,
  })),
  {
    kind: 'a GitHub token',
    prefix: 'github_pat_',
    form: /github_pat_([A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?!\w)/y,
    least: 4,
  },
  {
    kind: 'an npm token',
    prefix: 'npm_',
    form: /npm_([A-Za-z0-9]{36})(?![A-Za-z0-9])/y,
    checked: hasChecksum,
  },
  ...['glpat-', 'gldt-', 'glrt-', 'glptt-', 'glft-'].map((prefix) => ({
    kind: 'a GitLab token',
    prefix,
    form: /gl(?:pat|dt|rt|ptt|ft)-([\w.-]{20,300})/y,
  })),
  { kind: 'a GitLab job token', prefix: 'glcbt-', form: /glcbt-([\w.-]{20,100})/y },
  { kind: 'a Slack token', prefix: 'xox', form: /xox[abeprs]-([0-9A-Za-z]{1,13}-[0-9A-Za-z-]{20,250})/y },
  {
    kind: 'a Slack webhook',
    prefix: 'hooks.slack.com/services/',
    form: /hooks\.slack\.com\/services\/(T[A-Z0-9]{8,12}\/B[A-Z0-9]{8,12}\/[A-Za-z0-9]{24})/y,
  },
  { kind: 'a Stripe key', prefix: 'sk_live_', form: /sk_live_([A-Za-z0-9]{24,247})/y },
  { kind: 'a Stripe key', prefix: 'rk_live_', form: /rk_live_([A-Za-z0-9]{24,247})/y },
  { kind: 'a PyPI token', prefix: 'pypi-AgE', form: /pypi-(AgE[\w-]{50,1000})/y },
  { kind: 'a RubyGems key', prefix: 'rubygems_', form: /rubygems_([0-9a-f]{48})(?!\w)/y },
  { kind: 'a Google API key', prefix: 'AIza', form: /AIza([\w-]{35})(?![\w-])/y, least: 3.5, weak: true },
  { kind: 'a Google OAuth secret', prefix: 'GOCSPX-', form: /GOCSPX-([\w-]{28})(?![\w-])/y },
  { kind: 'a SendGrid key', prefix: 'SG.', form: /SG\.([\w-]{22}\.[\w-]{43})(?![\w-])/y, least: 4 },
  { kind: 'a Docker token', prefix: 'dckr_pat_', form: /dckr_pat_([\w-]{27})(?![\w-])/y },
  { kind: 'a DigitalOcean token', prefix: 'dop_v1_', form: /dop_v1_([0-9a-f]{64})(?!\w)/y },
  { kind: 'a Hugging Face token', prefix: 'hf_', form: /hf_([A-Za-z0-9]{34})(?!\w)/y, least: 3.8 },
  {
    kind: 'an OpenAI key',
    prefix: 'sk-',
    form: /sk-((?:proj-|svcacct-|admin-)?[\w-]{20,100}T3BlbkFJ[\w-]{20,100})/y,
  },
  { kind: 'an Anthropic key', prefix: 'sk-ant-', form: /sk-ant-[a-z]{3,5}\d\d-([\w-]{80,120})/y },
  { kind: 'a Vault token', prefix: 'hvs.', form: /hvs\.([\w-]{24,150})/y, least: 3.8 },
  { kind: 'a Shopify token', prefix: 'shp', form: /shp(?:at|ca|pa|ss)_([0-9a-fA-F]{32})(?!\w)/y },
  { kind: 'a Databricks token', prefix: 'dapi', form: /dapi([0-9a-f]{32})(?!\w)/y },
  { kind: 'a Grafana token', prefix: 'glsa_', form: /glsa_([A-Za-z0-9]{32}_[0-9a-f]{8})(?!\w)/y },
  {
    kind: 'a Tailscale key',
    prefix: 'tskey-',
    form: /tskey-[a-z]{3,10}-([A-Za-z0-9]{8,20}-[A-Za-z0-9]{20,50})/y,
  },
  { kind: 'an age key', prefix: 'AGE-SECRET-KEY-1', form: /AGE-SECRET-KEY-1([0-9A-Z]{58})(?!\w)/y },
  {
    kind: 'an Azure storage key',
    prefix: 'AccountKey=',
    form: /AccountKey=([A-Za-z0-9+/]{86}==)/y,
    least: 4,
  },
  {
    kind: 'an Azure access key',
    prefix: 'SharedAccessKey=',
    form: /SharedAccessKey=([A-Za-z0-9+/]{43}=)/y,
    least: 4,
  },
  ...['AKIA', 'ASIA'].map((prefix) => ({
    kind: 'an AWS access key id',
    prefix,
    form: /A[KS]IA([A-Z2-7]{16})(?![A-Z0-9])/y,
    weak: true,
  })),
  {
    kind: 'an AWS secret key',
    prefix: 'aws_secret_access_key',
    form: /aws_secret_access_key["']?[ \t]{0,4}[=: \t][ \t]{0,4}["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/iy,
    least: 4,
  },
];

const byPrefix = new Map<string, Format[]>();
for (const format of formats) {
  const key = format.prefix.toLowerCase();
  byPrefix.set(key, [...(byPrefix.get(key) ?? []), format]);
}
const anyPrefix = new RegExp(
  [...byPrefix.keys()]
    .sort((one, other) => other.length - one.length)
    .map((prefix) => prefix.replace(/[.]/g, '\\.'))
    .join('|'),
  'gi',
);

/** Sequences that people type and generators do not. */
const typed =
  /example|sample|dummy|placeholder|changeme|x{4}|0{6}|1{6}|12345678|abcdefgh|a1b2c3|redacted|your|fake|test|\*{3}/i;

/** The key that every Azure storage emulator has (Microsoft's documentation). */
const emulatorKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq';

/** The secrets in a text, in order. Samples of the documentation, and what no generator makes, are left out. */
export function findTokens(text: string): SecretToken[] {
  const found: SecretToken[] = [];
  anyPrefix.lastIndex = 0;
  for (let hit = anyPrefix.exec(text); hit; hit = anyPrefix.exec(text)) {
    const start = hit.index;
    if (/\w/.test(text[start - 1] ?? '') && hit[0] !== 'aws_secret_access_key') continue;
    const token = tokenAt(text, start, hit[0]);
    if (!token) continue;
    found.push(token);
    anyPrefix.lastIndex = token.end;
  }
  return [...found, ...findSignedTokens(text), ...findPrivateKeys(text)].sort(
    (one, other) => one.start - other.start,
  );
}

function tokenAt(text: string, start: number, prefix: string): SecretToken | undefined {
  const candidates = prefix.toLowerCase().startsWith('sk-')
    ? [...(byPrefix.get('sk-ant-') ?? []), ...(byPrefix.get('sk-') ?? [])]
    : (byPrefix.get(prefix.toLowerCase()) ?? []);
  for (const format of candidates) {
    format.form.lastIndex = start;
    const match = format.form.exec(text);
    const random = match?.[1];
    if (!match || random === undefined) continue;
    if (typed.test(random) || entropy(random) < (format.least ?? 3) || random.startsWith(emulatorKey))
      continue;
    if (format.checked && !format.checked(match[0])) continue;
    const end = start + match[0].length;
    const from = end - random.length;
    const { kind, weak } = format;
    return { kind, shown: `${text.slice(start, Math.min(from, start + 30))}…`, start, end, weak };
  }
  return undefined;
}

const signed = /(?<![\w.-])eyJ[\w-]{10,1000}\.(eyJ[\w-]{10,4000})\.[\w-]{20,1000}/g;

/** JSON web tokens, but for the ones that are samples or made for everyone (`anon`). */
function findSignedTokens(text: string): SecretToken[] {
  const found: SecretToken[] = [];
  for (const match of text.matchAll(signed)) {
    const claims = claimsOf(match[1]!);
    if (!claims || claims.role === 'anon' || claims.sub === '1234567890') continue;
    if (typed.test(JSON.stringify([claims.iss, claims.sub, claims.name])) || /demo/.test(String(claims.iss)))
      continue;
    const { index: start } = match;
    const expires = typeof claims.exp === 'number' ? { expires: claims.exp } : {};
    const end = start + match[0].length;
    found.push({ kind: 'a signed token (JWT)', shown: 'eyJ…', start, end, weak: true, ...expires });
  }
  return found;
}

function claimsOf(part: string): Record<string, unknown> | undefined {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  let bits = 0;
  let count = 0;
  let json = '';
  for (const char of part) {
    bits = ((bits << 6) | digits.indexOf(char)) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    json += String.fromCharCode((bits >> count) & 0xff);
  }
  try {
    const claims: unknown = JSON.parse(json);
    return typeof claims === 'object' && claims !== null ? { ...claims } : undefined;
  } catch {
    return undefined;
  }
}

const keyHead = /-----BEGIN ((?:RSA |EC |DSA |OPENSSH )?PRIVATE KEY|PGP PRIVATE KEY BLOCK)-----/g;

/** A private key's first line with key material behind it: a line that only looks for one has none. */
function findPrivateKeys(text: string): SecretToken[] {
  const found: SecretToken[] = [];
  for (const match of text.matchAll(keyHead)) {
    const end = match.index + match[0].length;
    const after = text.slice(end, end + 300);
    const material = /[A-Za-z0-9+/]{40,}/.exec(after)?.[0];
    if (material === undefined || !/[A-Z]/.test(material) || !/[0-9]/.test(material)) continue;
    if (typed.test(material) || entropy(material) < 3 || after.includes('ENCRYPTED')) continue;
    found.push({ kind: 'a private key', shown: match[0], start: match.index, end });
  }
  return found;
}
