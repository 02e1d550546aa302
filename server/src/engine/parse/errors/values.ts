// Values that BuildKit checks: signals, ports, durations, platforms, digests, file modes, sizes.

const signals = new Set(
  (
    'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN ' +
    'TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX'
  ).split(' '),
);
for (let i = 1; i <= 15; i++) signals.add(`RTMIN+${i}`);
for (let i = 1; i <= 14; i++) signals.add(`RTMAX-${i}`);

/** STOPSIGNAL: a number but 0, or a name of Linux with or without `SIG`. */
export function isSignal(text: string): boolean {
  if (/^[-+]?\d+$/.test(text)) return !/^[-+]?0+$/.test(text);
  return signals.has(text.toUpperCase().replace(/^SIG/, ''));
}

/** Go's integers may have a sign. */
function isPort(text: string): boolean {
  return /^[-+]?\d+$/.test(text) && Number(text) >= 0 && Number(text) <= 65_535;
}

function portRange(text: string): readonly [number, number] | undefined {
  const dash = text.indexOf('-');
  const start = dash < 0 ? text : text.slice(0, dash);
  const end = dash < 0 ? text : text.slice(dash + 1);
  if (!isPort(start) || !isPort(end) || Number(end) < Number(start)) return undefined;
  return [Number(start), Number(end)];
}

/** EXPOSE: `[[address:]host:]port[-port][/protocol]`. Returns what is wrong. */
export function portProblem(text: string): string | undefined {
  const parts = text.split(':');
  const container = parts.pop() ?? '';
  const host = parts.pop() ?? '';
  const address = parts.join(':');
  const slash = container.indexOf('/');
  const port = slash < 0 ? container : container.slice(0, slash);
  const protocol = slash < 0 ? '' : container.slice(slash + 1);
  if (port === '') return 'has no port number';
  if (!/^(?:|tcp|udp|sctp)$/i.test(protocol)) return 'has a protocol other than tcp, udp and sctp';
  if (address !== '' && !isAddress(address)) return 'has an address that is none';
  const range = portRange(port);
  if (range === undefined) return 'is not a port from 0 to 65535 or a rising range of ports';
  if (host === '') return undefined;
  const hostRange = portRange(host);
  if (hostRange === undefined) return 'has a host port that is not a port or a rising range of ports';
  const [start, end] = range;
  if (end !== start && end - start !== hostRange[1] - hostRange[0])
    return 'has two ranges of different length';
  return undefined;
}

function isAddress(text: string): boolean {
  const bracketed = /^\[(.*)\]$/.exec(text)?.[1];
  const address = bracketed ?? text;
  // An IPv6 address is taken without looking closely.
  if (address.includes(':')) return /^[\da-f:.]+$/i.test(address);
  const numbers = address.split('.');
  return (
    numbers.length === 4 && numbers.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
  );
}

const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 3.6e6,
};

/** Milliseconds of a duration such as `1m30s`; undefined when Go cannot read it. */
export function durationOf(text: string): number | undefined {
  const sign = text.startsWith('-') ? -1 : 1;
  const rest = text.replace(/^[-+]/, '');
  if (rest === '0') return 0;
  if (rest === '') return undefined;
  let total = 0;
  let end = 0;
  for (const part of rest.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/gy)) {
    end += part[0].length;
    total += Number(part[1]) * (units[part[2] ?? ''] ?? 0);
  }
  // Go counts nanoseconds in 64 bits.
  return end === rest.length && total < 9_223_372_036_854 ? sign * total : undefined;
}

const systems = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris windows zos macos'.split(
    ' ',
  ),
);
const architectures = new Set(
  (
    '386 i386 amd64 x86_64 x86-64 amd64p32 arm armhf armel armbe arm64 aarch64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 ' +
    'mips64le mips64p32 mips64p32le ppc riscv riscv64 s390 s390x sparc sparc64 wasm'
  ).split(' '),
);

/** `linux/arm64`, `linux/arm/v7`, `linux`, `arm64`. */
export function isPlatform(text: string): boolean {
  const [system = '', ...rest] = text.split('/');
  if (!/^[\w-]+(?:\([\w.%-]*(?:\+[\w.%-]+)*\))?$/.test(system)) return false;
  if (rest.length === 0) {
    const name = system.replace(/\(.*$/, '').toLowerCase();
    return systems.has(name) || architectures.has(system.toLowerCase());
  }
  return rest.length <= 2 && rest.every((part) => /^[\w.-]+$/.test(part));
}

const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

/** `sha256:` and 64 lower-case hexadecimal digits, or sha384 or sha512. */
export function isDigest(text: string): boolean {
  const match = /^(sha256|sha384|sha512):([0-9a-f]+)$/.exec(text);
  return match !== null && match[2]?.length === digestLengths[match[1] ?? ''];
}

/** An octal mode up to 7777, or a symbolic one such as `u+x,go-w`. */
export function isFileMode(text: string): boolean {
  if (/^\d/.test(text)) return /^[0-7]+$/.test(text) && Number.parseInt(text, 8) <= 0o7777;
  return /^[augo]*(?:[-+=][rstwXxugo]*)+(?:,[augo]*(?:[-+=][rstwXxugo]*)+)*$/.test(text);
}

/** The size of a tmpfs mount: `64m`, `1.5GiB`. */
export function isSize(text: string): boolean {
  return /^\+?(?:\d+(?:\.\d*)?|\.\d+) ?(?:b|[kmgtp](?:i?b)?)?$/i.test(text);
}

/** What Go takes for a truth value. */
export function isBoolean(text: string): boolean {
  return /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(text);
}
