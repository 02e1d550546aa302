// Commands that fetch from the network, run what they are given, or check what came.
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { PlainCommand } from './apply-run.ts';

/** What a curl or wget fetches. */
export interface Download {
  /** The host of the URL, where it is literal. */
  readonly host: string | undefined;
  /** The file it writes; absent when it writes to standard output. */
  readonly output: string | undefined;
  /** The same as a word, where an option or the URL names it. */
  readonly outputWord: ShellWord | undefined;
}

// Letters of curl's and wget's short options that take a value, besides the one for the output file.
const valuedLetters = { curl: 'AbcCdDeEFHKmPQrtTuUwxXyYz', wget: 'aoABDeiPQUtTwlRXI' } as const;

/** Reads a curl or wget call; undefined for other programs. */
export function downloads(command: PlainCommand): Download | undefined {
  const { name, args } = command;
  if (name !== 'curl' && name !== 'wget') return undefined;
  const letter = name === 'curl' ? 'o' : 'O';
  let host: string | undefined;
  let url: ShellWord | undefined;
  let output: ShellWord | undefined;
  let remoteName = name === 'wget';
  for (let index = 0; index < args.length; index++) {
    const word = args[index]!;
    const { text } = word;
    const found = /^(?:https?|ftp):\/\/(?:[^/@\s]*@)?([^/:?#\s]+)/.exec(text);
    if (found) {
      host = found[1]?.includes('$') ? undefined : found[1];
      url = word;
    } else if (text === '--output' || text === '--output-document') output = args[++index];
    else if (/^--output(-document)?=/.test(text)) output = rest(word, text.indexOf('=') + 1);
    else if (text === '--remote-name') remoteName = true;
    else if (/^-[a-zA-Z#]/.test(text)) {
      for (let at = 1; at < text.length; at++) {
        const option = text[at]!;
        if (option === letter) output = at + 1 < text.length ? rest(word, at + 1) : args[++index];
        if (name === 'curl' && option === 'O') remoteName = true;
        if (option === letter) break;
        if (valuedLetters[name].includes(option)) {
          if (at + 1 === text.length) index++;
          break;
        }
      }
    }
  }
  if (output?.text === '-' || output?.text === '/dev/stdout')
    return { host, output: undefined, outputWord: undefined };
  const last = url?.text.split(/[?#]/)[0]?.split('/').pop();
  const named =
    remoteName && url && last
      ? { ...url, raw: last, text: last, value: last.includes('$') ? undefined : last }
      : undefined;
  const outputWord = output ?? named;
  const redirected = command.command.redirects.find(
    (redirect) => redirect.operator === '>' || redirect.operator === '>>',
  )?.target?.text;
  return { host, output: output?.text ?? redirected ?? named?.text, outputWord };
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
  const { name } = command;
  if (name === undefined) return undefined;
  if (name === 'source' || name === '.' || name === 'eval')
    return { readsInput: false, file: command.args[0]?.value };
  if (!/^((ba|da|a|z|k)?sh|python[\d.]*|node|perl|ruby|php)$/.test(name)) return undefined;
  const shell = name.endsWith('sh');
  for (const word of command.args) {
    const { text } = word;
    if (text === '-') return { readsInput: true, file: undefined };
    if (shell && /^-[a-z]*s/.test(text)) return { readsInput: true, file: undefined };
    if (shell ? /^-[a-z]*c/.test(text) : /^-(c|e|m|r)$/.test(text))
      return { readsInput: false, file: undefined };
    if (text.startsWith('-') || text.startsWith('+')) continue;
    return { readsInput: false, file: word.value };
  }
  return { readsInput: true, file: undefined };
}

/** A command that compares a checksum or a signature. */
export function verifies(command: PlainCommand): boolean {
  const { name, args } = command;
  if (name === undefined) return false;
  if (/^(sha\d*sum|shasum|md5sum|b2sum)$/.test(name))
    return args.some((word) => /^(-[a-z]*c[a-z]*|--check|--strict)$/.test(word.text));
  if (name === 'gpg' || name === 'gpgv')
    return name === 'gpgv' || args.some((word) => word.text === '--verify' || word.text === '--batch-verify');
  if (name === 'openssl') return args.some((word) => word.text === '-verify');
  return name === 'cosign' || name === 'minisign' || name === 'slsa-verifier' || name === 'signify';
}
