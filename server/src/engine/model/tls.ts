// Options and variables that switch off the check of certificates.
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Span } from '../parse/syntax.ts';
import type { PlainCommand } from './apply-run.ts';

const loopback = /^(https?:\/\/)?(localhost|127\.|\[::1\]|0\.0\.0\.0)/;
const no = /^(["']?)(0|false|no|off)\1$/i;

/** Variables, and whether a value of theirs switches the check off. */
const variables: ReadonlyMap<string, { readonly off: 'no' | 'set'; readonly who: string }> = new Map([
  ['NODE_TLS_REJECT_UNAUTHORIZED', { off: 'no', who: 'Node' }],
  ['PYTHONHTTPSVERIFY', { off: 'no', who: 'Python' }],
  ['GIT_SSL_NO_VERIFY', { off: 'set', who: 'git' }],
  ['NPM_CONFIG_STRICT_SSL', { off: 'no', who: 'the package manager' }],
  ['YARN_STRICT_SSL', { off: 'no', who: 'the package manager' }],
  ['YARN_ENABLE_STRICT_SSL', { off: 'no', who: 'the package manager' }],
  ['CONDA_SSL_VERIFY', { off: 'no', who: 'conda' }],
  ['MAMBA_SSL_VERIFY', { off: 'no', who: 'mamba' }],
  ['BUNDLE_SSL_VERIFY_MODE', { off: 'no', who: 'Bundler' }],
  ['PIP_TRUSTED_HOST', { off: 'set', who: 'pip' }],
  ['UV_INSECURE_HOST', { off: 'set', who: 'uv' }],
  ['GOINSECURE', { off: 'set', who: 'Go' }],
]);

/** A sentence about `NAME=value` when it switches the check off. */
export function insecureAssignment(name: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const known = variables.get(name.toUpperCase());
  if (known === undefined)
    return insecureJava.test(value) && /_(OPTS|OPTIONS|ARGS|CONFIG)$/.test(name)
      ? `\`${name}\` makes Maven accept any certificate.`
      : undefined;
  const plain = value.trim();
  if (known.off === 'no')
    return no.test(plain) ? `\`${name}=${plain}\` makes ${known.who} accept any certificate.` : undefined;
  // git only asks whether it is there, so that `0` switches the check off too. Source: git, http.c, http_init.
  if (known.who === 'git') return `\`${name}\` makes git accept any certificate, whatever its value.`;
  return plain === '' || no.test(plain)
    ? undefined
    : `\`${name}\` makes ${known.who} accept any certificate from that host.`;
}

/** An option of a command that switches the check off. */
export interface InsecureOption {
  readonly at: Span;
  readonly problem: string;
  /** What can be removed so that the command still works the same otherwise. */
  readonly remove?: Span;
}

/** The options of one command, and what it writes or exports, that switch the check of certificates off. */
export function insecureOption(command: PlainCommand): Iterable<InsecureOption> {
  return command.name !== undefined && asks.test(command.name) ? optionsOf(command, command.name) : none;
}

/** The programs that have such options; most commands are others. */
const asks =
  /^(curl|wget|npm|yarn|pnpm|git|pip[\d.]*|python[\d.]*|uv|pipx|(?:yum|dnf)(?:-config-manager)?|dnf5|microdnf|tdnf|apt|apt-get|apk|composer|conda|mamba|micromamba|mvn|mvnw|bundle|bundler|poetry|export|declare|typeset|readonly|echo|printf|aria2c|http|https|svn|hg|skopeo|podman|buildah|helm|kubectl|oc)$/;
const none: readonly InsecureOption[] = [];

/** Whole options by program: a word that means it, and whether it can be removed alone. */
const flags: readonly (readonly [RegExp, RegExp])[] = [
  [/^wget$/, /^--no-check-certificate$/],
  [/^(npm|yarn|pnpm)$/, /^--(no-strict-ssl|strict-ssl=false)$/],
  [/^(yum|dnf5?|microdnf|tdnf|(yum|dnf)-config-manager)$/, /sslverify=(0|false|no)$/i],
  [/^apk$/, /^--no-check-certificate$/],
  [/^(conda|mamba|micromamba)$/, /^(-k|--insecure)$/],
  [
    /^mvnw?$/,
    /^-D(maven\.wagon\.http\.ssl\.(insecure|allowall)=true|aether\.connector\.https\.securityMode=insecure)$/,
  ],
  [/^aria2c$/, /^--check-certificate=false$/],
  [/^https?$/, /^--verify=(no|false)$/],
  [/^svn$/, /^--trust-server-cert$/],
  [/^hg$/, /^--insecure$/],
  [/^(skopeo|podman|buildah)$/, /^--(src-|dest-)?tls-verify=false$/],
  [/^(helm|kubectl|oc)$/, /^--insecure-skip-tls-verify(=true)?$/],
];
const insecureJava =
  /-D(maven\.wagon\.http\.ssl\.(insecure|allowall)=true|aether\.connector\.https\.securityMode=insecure)/;

/** Lines of configuration files, and whose they are. */
const lines: readonly (readonly [RegExp, string])[] = [
  [/\bstrict-ssl *= *false/i, 'npm'],
  [/\benableStrictSsl: *false/, 'yarn'],
  [/\bcheck[_-]certificate *= *off/i, 'wget'],
  [/\bsslverify *= *(0|false|no)\b/i, 'the package manager'],
  [/Verify-(Peer|Host)["']? *(=|\\?["']) *\\?["']?(0|false|no)\b/i, 'apt'],
  [/\bssl_verify: *(false|no)\b/i, 'conda'],
  [/:?ssl_verify_mode: *0/, 'RubyGems'],
];

function* optionsOf(plain: PlainCommand, name: string): Iterable<InsecureOption> {
  const { args, command } = plain;
  const whole = command.at;
  if (name === 'curl' || name === 'wget') if (args.some((word) => loopback.test(word.text))) return;
  for (const [program, option] of flags) {
    if (!program.test(name)) continue;
    for (const word of args)
      if (option.test(word.text))
        yield { at: word.at, problem: `\`${name} ${word.text}\` accepts any certificate.`, remove: word.at };
  }
  const setting = settingOf(name, args);
  if (setting) yield { at: whole, problem: `\`${setting}\` accepts any certificate from here on.` };
  if (name === 'curl') yield* curlOptions(args);
  else if (name === 'git') {
    for (const word of args)
      if (/^http(\.[^=]*)?\.sslverify=(false|0|no|off)$/i.test(word.text))
        yield { at: word.at, problem: '`git` accepts any certificate for this call.' };
  } else if (/^(pip[\d.]*|python[\d.]*|uv|pipx)$/.test(name)) yield* trustedHosts(name, args);
  else if (/^apt(-get)?$/.test(name)) {
    for (const word of args)
      if (/Verify-(Peer|Host)=(0|false|no)$/i.test(word.text))
        yield { at: word.at, problem: `\`${name}\` accepts any certificate.` };
  } else if (/^(export|declare|typeset|readonly)$/.test(name)) {
    for (const word of args) {
      const cut = word.text.indexOf('=');
      const problem = cut > 0 && insecureAssignment(word.text.slice(0, cut), word.text.slice(cut + 1));
      if (problem) yield { at: word.at, problem };
    }
  } else if (name === 'echo' || name === 'printf') yield* writtenLines(plain);
}

/** The name of the program whose lasting setting the command changes. */
function settingOf(name: string, args: readonly ShellWord[]): string | undefined {
  const words = args
    .map((word) => word.text)
    .filter((word) => !/^-[^-]|^--(global|local|user|system)?$/.test(word));
  const [verb, ...rest] = words;
  const after = (key: RegExp) => rest[rest.findIndex((word) => key.test(word)) + 1] ?? '';
  switch (name) {
    case 'npm':
    case 'yarn':
    case 'pnpm': {
      const values = verb === 'config' || verb === 'c' ? rest : verb === 'set' ? words : [];
      if (values.some((word) => /^strict-ssl=(false|0)$/i.test(word))) return name;
      const at = values.findIndex((word) => /^(strict-ssl|enableStrictSsl)$/i.test(word));
      return at >= 0 && no.test(values[at + 1] ?? '') ? name : undefined;
    }
    case 'git': {
      const at = words.findIndex((word) => /^http(\..*)?\.sslverify$/i.test(word));
      return verb === 'config' && at >= 0 && no.test(words[at + 1] ?? '') ? name : undefined;
    }
    case 'composer':
      return verb === 'config' && rest.includes('disable-tls') && /^(true|1)$/.test(after(/^disable-tls$/))
        ? name
        : undefined;
    case 'conda':
    case 'mamba':
    case 'micromamba':
      return verb === 'config' && rest.includes('ssl_verify') && no.test(after(/^ssl_verify$/))
        ? name
        : undefined;
    case 'bundle':
    case 'bundler':
      return verb === 'config' && rest.includes('ssl_verify_mode') && after(/^ssl_verify_mode$/) === '0'
        ? name
        : undefined;
    case 'poetry':
      return verb === 'config' && /^certificates\..*\.cert$/.test(rest[0] ?? '') && no.test(rest[1] ?? '')
        ? name
        : undefined;
    default:
      return undefined;
  }
}

function* curlOptions(args: readonly ShellWord[]): Iterable<InsecureOption> {
  for (const word of args) {
    const { text, at } = word;
    if (text === '-k' || text === '--insecure')
      yield { at, problem: `\`curl ${text}\` accepts any certificate.`, remove: at };
    else if (/^-[a-zA-Z#]{2,}$/.test(text) && bundledK(text) && at.end - at.start === text.length) {
      const start = at.start + text.indexOf('k');
      yield {
        at,
        problem: `\`curl ${text}\` accepts any certificate (-k).`,
        remove: { start, end: start + 1 },
      };
    }
  }
}

function* trustedHosts(name: string, args: readonly ShellWord[]): Iterable<InsecureOption> {
  const problem = `\`${name}\` accepts any certificate from that host.`;
  for (const [index, word] of args.entries()) {
    const next = args[index + 1];
    if (/^--(trusted|allow-insecure)-host=/.test(word.text)) yield { at: word.at, problem, remove: word.at };
    else if (/^--(trusted|allow-insecure)-host$/.test(word.text)) {
      const at = next ? { start: word.at.start, end: next.at.end } : word.at;
      yield { at, problem, remove: at };
    } else if (/^(\w+\.)?trusted-host$/.test(word.text) && args.some(({ text }) => text === 'config') && next)
      yield { at: word.at, problem: '`pip` accepts any certificate from that host from here on.' };
  }
}

/** `echo LINE > FILE`, `echo LINE | tee FILE`: a line of a configuration file. */
function* writtenLines({ args, command }: PlainCommand): Iterable<InsecureOption> {
  // What ends a pipe writes to the log.
  const handedOn = command.pipeline !== undefined && command.certainty !== 'always';
  if (!handedOn && !command.redirects.some(({ operator }) => operator.includes('>'))) return;
  for (const word of args) {
    const text = word.text.slice(0, 4000).replaceAll('\\n', '\n');
    const found = lines.find(([pattern]) => pattern.test(text));
    if (found) yield { at: word.at, problem: `This setting makes ${found[1]} accept any certificate.` };
  }
}

/** `k` is a letter of its own in a bundle of curl's short options, not (part of) the value of an earlier one. */
function bundledK(text: string): boolean {
  for (const letter of text.slice(1)) {
    if (letter === 'k') return true;
    if ('AbcCdDeEFhHKmoPQrtTuUwxXyYz'.includes(letter)) return false;
  }
  return false;
}
