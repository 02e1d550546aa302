// Commands that fetch from the network, run what they are given, or check what came.
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { PlainCommand } from './apply-run.ts';

/** One address that a curl or wget fetches. */
export interface Fetch {
  /** The word that names it. */
  readonly url: ShellWord;
  /** Its host, where it is literal. */
  readonly host: string | undefined;
  /** The file it is written to, variables left in place; absent when it goes to standard output. */
  readonly output: string | undefined;
}

/** What a curl or wget fetches. */
export interface Download {
  /** The host of the first URL, where it is literal. */
  readonly host: string | undefined;
  /** The file the first one writes; absent when it writes to standard output. */
  readonly output: string | undefined;
  /** The same as a word, where an option or the URL names it. */
  readonly outputWord: ShellWord | undefined;
  readonly fetches: readonly Fetch[];
  /** It sends something, or asks for headers only: what comes back is no file. */
  readonly sends: boolean;
}

interface Grammar {
  /** Letters of the short options that take a value. */
  readonly letters: string;
  /** Long options that take a value in the next word. */
  readonly long: ReadonlySet<string>;
  readonly output: string;
  readonly folder: RegExp;
  readonly sends: RegExp;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word !== ''));

// Source: curl.se/docs/manpage.html and the manual of GNU wget 1.24.
const grammars: Readonly<Record<'curl' | 'wget', Grammar>> = {
  curl: {
    letters: 'AbcCdDeEFhHKmoPQrtTuUwxXyYz',
    long: words(`abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to
      continue-at cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary data-raw data-urlencode delegation
      dns-interface dns-servers dump-header engine etag-compare etag-save form form-string ftp-account ftp-port
      happy-eyeballs-timeout-ms header hostpubmd5 hostpubsha256 hsts interface json keepalive-time key key-type limit-rate local-port
      login-options mail-from max-filesize max-redirs max-time netrc-file noproxy oauth2-bearer output output-dir parallel-max pass
      pinnedpubkey preproxy proto proto-default proto-redir proxy proxy-cacert proxy-header proxy-user pubkey quote range rate referer
      request request-target resolve retry retry-delay retry-max-time service-name socks5 socks5-hostname speed-limit speed-time stderr
      time-cond tls-max tls13-ciphers trace trace-ascii unix-socket upload-file url-query user user-agent variable write-out`),
    output: 'output',
    folder: /^--output-dir$/,
    sends:
      /^(-[a-zA-Z]*[dFTI]|--(data|data-ascii|data-binary|data-raw|data-urlencode|form|form-string|json|upload-file|head)|-X(POST|PUT|DELETE|PATCH|HEAD))$/,
  },
  wget: {
    letters: 'aABDeiIlOoPQRtTUwX',
    long: words(`accept append-output base bind-address body-data body-file ca-certificate certificate compression connect-timeout
      cut-dirs directory-prefix dns-timeout domains exclude-domains execute header http-password http-user input-file level limit-rate
      load-cookies max-redirect method output-document output-file password post-data post-file private-key quota read-timeout referer
      reject save-cookies secure-protocol start-pos timeout tries user user-agent wait waitretry`),
    output: 'output-document',
    folder: /^--directory-prefix$/,
    sends: /^--(post-data|post-file|body-data|body-file|spider)$/,
  },
};

/** Reads a curl or wget call; undefined for other programs. */
export function downloads(command: PlainCommand): Download | undefined {
  const { name } = command;
  if (name !== 'curl' && name !== 'wget') return undefined;
  const read = readCall(command.args, grammars[name], name);
  const redirect = command.command.redirects.find(({ operator }) => operator === '>' || operator === '>>');
  const fetches = read.urls.map((url, index): Fetch => {
    const own = name === 'curl' ? read.outputs[index] : read.outputs[0];
    const last =
      read.remoteNames || (name === 'wget' && own === undefined) ? lastSegment(url.text) : undefined;
    const file = own?.text ?? last;
    const written =
      file === undefined
        ? redirect?.target?.text
        : inFolder(file, own && name === 'wget' ? undefined : read.folder);
    return { url, host: hostOf(url.text), output: isStream(written) ? undefined : written };
  });
  const first = read.urls[0];
  const named = read.remoteNames || name === 'wget' ? first && nameWord(first) : undefined;
  const [output] = read.outputs;
  const host = read.urls.map(({ text }) => hostOf(text)).find((found) => found !== undefined);
  if (isStream(output?.text))
    return { host, output: undefined, outputWord: undefined, fetches, sends: read.sends };
  return {
    host,
    output: output?.text ?? redirect?.target?.text ?? named?.text,
    outputWord: output ?? named,
    fetches,
    sends: read.sends,
  };
}

interface Call {
  readonly urls: readonly ShellWord[];
  readonly outputs: readonly ShellWord[];
  readonly remoteNames: boolean;
  readonly folder: string | undefined;
  readonly sends: boolean;
}

function readCall(args: readonly ShellWord[], grammar: Grammar, name: 'curl' | 'wget'): Call {
  const urls: ShellWord[] = [];
  const outputs: ShellWord[] = [];
  let remoteNames = false;
  let folder: string | undefined;
  let sends = false;
  for (let index = 0; index < args.length; index++) {
    const word = args[index]!;
    const { text } = word;
    if (!text.startsWith('-') || text === '-') {
      if (isAddress(text)) urls.push(word);
      continue;
    }
    const cut = text.indexOf('=');
    const long = text.startsWith('--') ? text.slice(2, cut < 0 ? undefined : cut) : undefined;
    if (long !== undefined) {
      const takes = long === 'url' || grammar.long.has(long);
      const value = cut >= 0 ? rest(word, cut + 1) : takes ? args[++index] : undefined;
      if (long === 'url' && value) urls.push(value);
      if (long === grammar.output && value) outputs.push(value);
      if (grammar.folder.test(`--${long}`)) folder = value?.text;
      if (long === 'remote-name' || long === 'remote-name-all') remoteNames = true;
      if (grammar.sends.test(`--${long}`)) sends = true;
      if (/^(request|method)$/.test(long) && /^(POST|PUT|DELETE|PATCH|HEAD)$/i.test(value?.text ?? ''))
        sends = true;
      continue;
    }
    for (let at = 1; at < text.length; at++) {
      const letter = text[at]!;
      if (name === 'curl' && letter === 'O') remoteNames = true;
      if (grammar.sends.test(`-${letter}`)) sends = true;
      if (!grammar.letters.includes(letter)) continue;
      const value = at + 1 < text.length ? rest(word, at + 1) : args[++index];
      if (letter === (name === 'curl' ? 'o' : 'O') && value) outputs.push(value);
      if (name === 'wget' && letter === 'P') folder = value?.text;
      if (name === 'curl' && letter === 'X' && /^(POST|PUT|DELETE|PATCH|HEAD)$/i.test(value?.text ?? ''))
        sends = true;
      break;
    }
  }
  return { urls, outputs, remoteNames, folder, sends };
}

/** A word that is an address, or a variable named so; a variable of another name may hold options. */
function isAddress(text: string): boolean {
  return (
    /^(https?|ftps?):\/\//i.test(text) ||
    /^\$\{?\w*(ur[il]|link|source|download)/i.test(text) ||
    /^([\w-]+\.)+[a-z]{2,}[/:]/i.test(text)
  );
}

/** The host of an http(s) or ftp address; undefined where it is not literal. */
export function hostOf(url: string): string | undefined {
  const found = /^(?:https?|ftps?):\/\/(?:[^/@\s]*@)?(\[[^\]]*\]|[^/:?#\s]+)/i.exec(url)?.[1];
  return found?.includes('$') ? undefined : found;
}

function lastSegment(url: string): string | undefined {
  const last = /^[^?#]*/.exec(url)![0].split('/').pop();
  return last === '' ? undefined : last;
}

function nameWord(url: ShellWord): ShellWord | undefined {
  const last = lastSegment(url.text);
  return last === undefined
    ? undefined
    : { ...url, raw: last, text: last, value: last.includes('$') ? undefined : last };
}

function inFolder(file: string, folder: string | undefined): string {
  return folder === undefined ? file : `${folder.replace(/\/$/, '')}/${file}`;
}

function isStream(file: string | undefined): boolean {
  return file === '-' || file === '/dev/stdout';
}

/** The word without its first characters. */
function rest(word: ShellWord, from: number): ShellWord {
  const text = word.text.slice(from);
  return { ...word, text, ...(word.value === undefined ? {} : { value: word.value.slice(from) }) };
}

/** A program that runs a script it is given. */
export interface Interpreter {
  /** It reads the script from standard input. */
  readonly readsInput: boolean;
  /** The script file it runs. */
  readonly file: string | undefined;
}

/** Reads a call of a shell or a script language; undefined for other programs. */
export function interpreter(command: PlainCommand): Interpreter | undefined {
  const { name, args } = command;
  if (name === undefined) return undefined;
  if (name === 'source' || name === '.' || name === 'eval') return { readsInput: false, file: args[0]?.text };
  if (!/^((ba|da|a|z|k)?sh|python[\d.]*|node|perl|ruby|php)$/.test(name)) return undefined;
  const shell = name.endsWith('sh');
  for (let index = 0; index < args.length; index++) {
    const { text } = args[index]!;
    if (text === '-' || text === '/dev/stdin') return { readsInput: true, file: undefined };
    if (shell && /^-[a-z]*s/.test(text)) return { readsInput: true, file: undefined };
    if (shell ? /^-[a-z]*c/.test(text) : /^-(c|e|m|r)$/.test(text))
      return { readsInput: false, file: undefined };
    if (shell && /^[-+][a-z]*o$/.test(text)) index++;
    else if (!text.startsWith('-') && !text.startsWith('+')) return { readsInput: false, file: text };
  }
  return { readsInput: true, file: undefined };
}

const hashProgram = /^(sha\d*sum|sha3sum|shasum|sha\d+|md5sum|md5|b2sum|b3sum|cksum|rhash|hashdeep)$/;

/** A command that compares a checksum or a signature, or may do so. */
export function verifies(command: PlainCommand): boolean {
  const { name, args } = command;
  if (name === undefined) return false;
  const has = (pattern: RegExp) => args.some((word) => pattern.test(word.text));
  if (hashProgram.test(name) || (name === 'busybox' && hashProgram.test(args[0]?.text ?? '')))
    // In a substitution or a pipeline, something else compares what is printed.
    return (
      has(/^(-[abd-z]*c[a-z]*|--check|--strict)$/) ||
      command.command.depth > 0 ||
      command.command.pipeline !== undefined
    );
  switch (name) {
    case 'gpg':
    case 'gpg2':
      return has(/^--(verify|batch-verify|verify-files|decrypt)$/);
    case 'openssl':
      return (
        has(/^-verify$/) || (/^(dgst|sha\d+|md5)/.test(args[0]?.text ?? '') && command.command.depth > 0)
      );
    case 'rpm':
    case 'rpmkeys':
      return has(/^(-K|--checksig)$/);
    case 'git':
      return has(/^verify-(tag|commit)$/);
    case 'gh':
    case 'apk':
      return has(/^verify$/);
    case 'jarsigner':
      return has(/^-verify$/);
    case 'php':
    case 'python':
    case 'python3':
    case 'node':
    case 'ruby':
    case 'perl':
      return has(/hash_file|hash_equals|hashlib|createHash|Digest::/);
    default:
      return (
        /^(gpgv2?|cosign|minisign|slsa-verifier|signify|signify-openbsd)$/.test(name) ||
        /verif|checksum/i.test(name)
      );
  }
}
