// Commands that fetch from the network, run what they are given, or check what came.
import type { PlainCommand } from './apply-run.ts';

/** What a curl or wget fetches. */
export interface Download {
  /** The host of the URL, where it is literal. */
  readonly host: string | undefined;
  /** The file it writes; absent when it writes to standard output. */
  readonly output: string | undefined;
}

/** Reads a curl or wget call; undefined for other programs. */
export function downloads(command: PlainCommand): Download | undefined {
  if (command.name !== 'curl' && command.name !== 'wget') return undefined;
  let host: string | undefined;
  let output: string | undefined;
  let url: string | undefined;
  let remoteName = command.name === 'wget';
  for (let index = 0; index < command.args.length; index++) {
    const { text } = command.args[index]!;
    const found = /^(?:https?|ftp):\/\/(?:[^/@\s]*@)?([^/:?#\s]+)/.exec(text);
    if (found) {
      host = found[1]?.includes('$') ? undefined : found[1];
      url = text;
    } else if (command.name === 'curl' && /^(-[a-zA-Z]*o|--output)$/.test(text)) output = command.args[++index]?.text;
    else if (command.name === 'curl' && /^(-[a-zA-Z]*O[a-zA-Z]*|--remote-name)$/.test(text)) remoteName = true;
    else if (command.name === 'wget' && /^(-[a-zA-Z]*O|--output-document)$/.test(text)) {
      output = command.args[++index]?.text;
      remoteName = false;
    } else if (/^--output(-document)?=/.test(text)) output = text.slice(text.indexOf('=') + 1);
    else if (command.name === 'wget' && /^-[a-zA-Z]*O./.test(text)) output = text.slice(text.indexOf('O') + 1);
  }
  if (output === '-' || output === '/dev/stdout') return { host, output: undefined };
  const redirected = command.command.redirects.find((redirect) => redirect.operator === '>' || redirect.operator === '>>')?.target?.text;
  return { host, output: output ?? redirected ?? (remoteName ? url?.split(/[?#]/)[0]?.split('/').pop() : undefined) };
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
  if (name === 'source' || name === '.' || name === 'eval') return { readsInput: false, file: command.args[0]?.value };
  if (!/^((ba|da|a|z|k)?sh|python[\d.]*|node|perl|ruby|php)$/.test(name)) return undefined;
  const shell = name.endsWith('sh');
  for (const word of command.args) {
    const { text } = word;
    if (text === '-') return { readsInput: true, file: undefined };
    if (shell && /^-[a-z]*s/.test(text)) return { readsInput: true, file: undefined };
    if (shell ? /^-[a-z]*c/.test(text) : /^-(c|e|m|r)$/.test(text)) return { readsInput: false, file: undefined };
    if (text.startsWith('-') || text.startsWith('+')) continue;
    return { readsInput: false, file: word.value };
  }
  return { readsInput: true, file: undefined };
}

/** A command that compares a checksum or a signature. */
export function verifies(command: PlainCommand): boolean {
  const { name, args } = command;
  if (name === undefined) return false;
  if (/^(sha\d*sum|shasum|md5sum|b2sum)$/.test(name)) return args.some((word) => /^(-[a-z]*c[a-z]*|--check|--strict)$/.test(word.text));
  if (name === 'gpg' || name === 'gpgv') return name === 'gpgv' || args.some((word) => word.text === '--verify' || word.text === '--batch-verify');
  if (name === 'openssl') return args.some((word) => word.text === '-verify');
  return name === 'cosign' || name === 'minisign' || name === 'slsa-verifier' || name === 'signify';
}
