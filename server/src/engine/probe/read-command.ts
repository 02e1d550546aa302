// Reads the commands of a health check that are not plain shell: requests, and the tests of their answers.
import type { Command, Redirection, Script, SyntaxNode, Word } from '../parse/unbash.ts';
import { literalWord, parseShell, wordPieces } from '../parse/unbash.ts';
import { lastPart } from '../text/paths.ts';
import { limitTime, newDraft, type ReadRequest } from './draft.ts';
import type { Leaf, Reader, Scope } from './evaluate.ts';
import { readGrep, searchedStatus, searchedText } from './grep.ts';
import { readCurl } from './read-curl.ts';
import { readWget, type WgetFlavour } from './read-wget.ts';
import { type ProbeRequest, plainText, Refusal, type Text } from './request.ts';
import { type Bindings, wordText } from './variables.ts';

/** A request with the notes of its reading. */
export interface Test {
  readonly request: ProbeRequest;
  readonly notes: readonly string[];
}

const SHELLS = new Set(['sh', 'bash', 'ash', 'dash']);
const MOST_WRAPPERS = 4;
const SUCCEED = new Set(['true', ':', 'echo', 'printf']);

/** The last part of a program's path. */
export function programName(text: string): string {
  return lastPart(text);
}

/**
 * The script of `sh -c SCRIPT`; undefined where the words are something else.
 * @throws Refusal for other ways to call a shell.
 */
export function shellScript(words: readonly string[]): string | undefined {
  const [name = '', ...rest] = words;
  if (!SHELLS.has(programName(name))) return undefined;
  const [options = '', script, ...more] = rest[0] === '-o' && rest[1] === 'pipefail' ? rest.slice(2) : rest;
  if (!/^-[eluxo]*c$/.test(options) || script === undefined || more.length > 0) {
    throw new Refusal('it runs a script');
  }
  return script;
}

/** Parses a script. @throws Refusal for syntax errors. */
export function scriptOf(source: string): Script {
  const script = parseShell(source);
  if (script.errors?.length) throw new Refusal('its shell syntax could not be read');
  return script;
}

/**
 * Reads a request from a program's name and arguments.
 * @throws Refusal for other programs and for what can't be kept.
 */
export function readProgram(words: readonly Text[], flavour: WgetFlavour, wrappers = 0): ReadRequest {
  if (wrappers > MOST_WRAPPERS) throw new Refusal('it is too involved');
  const [first = [], ...args] = words;
  const name = programName(plainText(first) ?? '');
  switch (name) {
    case 'curl':
      return readCurl(args);
    case 'wget':
      return readWget(args, flavour);
    case 'busybox':
      if (plainText(args[0] ?? []) !== 'wget') break;
      return readWget(args.slice(1), 'busybox');
    case 'exec':
    case 'command':
      if (plainText(args[0] ?? ['-'])?.startsWith('-')) break;
      return readProgram(args, flavour, wrappers + 1);
    case 'timeout':
      return limited(args, flavour, wrappers);
    case 'kill':
      throw new Refusal(plainText(args[0] ?? []) === '1' ? 'it kills PID 1' : 'it also runs "kill"');
  }
  throw new Refusal(name ? `it also runs ${JSON.stringify(name)}` : 'what it runs is in a variable');
}

/** `timeout [-s SIGNAL] [-k N] 5 curl …`, and BusyBox's old `timeout -t 5 curl …`. */
function limited(args: readonly Text[], flavour: WgetFlavour, wrappers: number): ReadRequest {
  let rest = args;
  for (let option = plainText(rest[0] ?? []); option?.startsWith('-'); option = plainText(rest[0] ?? [])) {
    if (option === '-t') rest = rest.slice(1);
    else rest = rest.slice(option === '-s' || option === '-k' ? 2 : 1);
  }
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([sm]?)$/.exec(plainText(rest[0] ?? []) ?? '') ?? [];
  if (amount === undefined) throw new Refusal('its timeout is not a plain number');
  const read = readProgram(rest.slice(1), flavour, wrappers + 1);
  const draft = { ...newDraft('curl'), timeoutSeconds: read.request.timeoutSeconds };
  limitTime(draft, Number(amount) * (unit === 'm' ? 60 : 1));
  if (draft.timeoutSeconds === undefined) return read;
  return { ...read, request: { ...read.request, timeoutSeconds: draft.timeoutSeconds } };
}

/** The reader of health checks written for a shell. */
export function requestReader(flavour: WgetFlavour): Reader<Test> {
  const texts = (command: Command, { bindings }: { readonly bindings: Bindings }): Text[] => {
    if (command.prefix.some((item) => item.type === 'Assignment')) {
      throw new Refusal('it sets variables for one command');
    }
    const words = command.name ? [command.name, ...command.args] : [];
    return words.map((word) => (word.type === 'Word' ? wordText(word, bindings) : [word.text]));
  };
  const requestOf = (command: Command, scope: Scope): ReadRequest => {
    const read = readProgram(texts(command, scope), flavour);
    const output = outputOf(command.redirects);
    if (output === 'shown') return read;
    const notes = output === 'file' ? [...read.notes, 'the answer is no longer saved to a file'] : read.notes;
    return { ...read, notes, saves: read.saves === 'output' ? output : read.saves };
  };

  const reader: Reader<Test> = {
    nested(command, scope) {
      const name = literalWord(command.name);
      if (name === undefined || !SHELLS.has(programName(name))) return undefined;
      const words = command.args.map((arg) => (arg.type === 'Word' ? nestedText(arg, scope) : undefined));
      if (words.includes(undefined)) throw new Refusal('the script it gives to a shell is put together');
      const script = shellScript([name, ...(words as string[])]);
      return script === undefined ? undefined : scriptOf(script);
    },
    command(command, scope) {
      const name = literalWord(command.name) ?? '';
      outputOf(command.redirects);
      if (SUCCEED.has(name)) return true;
      if (name === 'false') return false;
      if (name === 'test' || name === '[') {
        const words = command.args.filter((arg) => arg.type === 'Word');
        return compare(name === '[' ? words.slice(0, -1) : words, scope);
      }
      const { request, notes } = requestOf(command, scope);
      return { test: { request, notes } };
    },
    pipeline(pipeline, scope) {
      const [asks, judges, more] = pipeline.commands;
      if (more || asks?.type !== 'Command' || judges?.type !== 'Command') {
        throw new Refusal('it works on the answer in several steps');
      }
      const [name = [], ...args] = texts(judges, scope);
      const judge = programName(plainText(name) ?? '');
      if (!/^[ef]?grep$/.test(judge)) throw new Refusal(`it reads the answer with ${JSON.stringify(judge)}`);
      if (pipeline.operators[0] === '|&' || mergesErrors(asks.redirects)) {
        throw new Refusal('it searches what the client reports, not the answer');
      }
      const search = readGrep(judge, args);
      const read = requestOf(asks, scope);
      if (printsStatus(read)) return { test: withStatus(read, searchedStatus(search)) };
      return {
        test: { request: { ...bodyOf(read), bodyContains: searchedText(search) }, notes: read.notes },
      };
    },
    test(node, scope) {
      if (node.type !== 'TestCommand' || node.expression.type !== 'TestBinary') {
        throw new Refusal('it tests more than the answer');
      }
      const { left, operator, right } = node.expression;
      return compare([left, operator, right], scope);
    },
  };

  /** `"$(curl …)" = 200` and its relatives. */
  function compare(words: readonly (Word | string)[], scope: Scope): Leaf<Test> {
    const [left, middle, right, more] = words;
    const operator = typeof middle === 'string' ? middle : literalWord(middle);
    if (!left || !right || more || typeof left === 'string' || typeof right === 'string') {
      throw new Refusal('it tests more than the answer');
    }
    if (left.text.replaceAll('"', '') === '$?' && scope.last !== undefined) {
      const code = literalWord(right);
      const equal = operator === '-eq' || operator === '=' || operator === '==';
      const unequal = operator === '-ne' || operator === '!=';
      if (code !== '0' || (!equal && !unequal)) throw new Refusal('it compares exit codes');
      return equal === scope.last;
    }
    const script = output(left, scope) ?? output(right, scope);
    const expected = literalWord(output(left, scope) ? right : left);
    if (!script || expected === undefined) throw new Refusal('it tests more than the answer');
    const not = operator === '!=' || operator === '-ne';
    if (!not && operator !== '=' && operator !== '==' && operator !== '-eq') {
      throw new Refusal(`it compares the answer with ${operator}`);
    }
    const read = requestOf(onlyCommand(script), scope);
    if (printsStatus(read)) {
      if (!/^[1-5]\d\d$/.test(expected))
        throw new Refusal(`it expects the status ${JSON.stringify(expected)}`);
      const code = Number(expected);
      return { test: withStatus(read, [{ from: code, to: code }]), not };
    }
    if (expected === '' || /[^\t\x20-\x7e]/.test(expected)) throw new Refusal('it expects an empty answer');
    return { test: { request: { ...bodyOf(read), bodyIs: expected }, notes: read.notes }, not };
  }

  return reader;
}

function withStatus(read: ReadRequest, status: NonNullable<ProbeRequest['status']>): Test {
  return { request: { ...read.request, status }, notes: read.notes };
}

/** curl prints the status code and nothing else. */
function printsStatus(read: ReadRequest): boolean {
  const format = read.prints?.replace(/(?<!\\n)(?:\\n)+$/, '');
  if (format === undefined) return false;
  if (!/^%\{(?:http_code|response_code)\}$/.test(format) || read.saves === 'output') {
    throw new Refusal('it works on what curl prints about the request');
  }
  return true;
}

/** @throws Refusal where the output is not the body alone. */
function bodyOf(read: ReadRequest): ProbeRequest {
  if (read.saves !== 'output') throw new Refusal('it looks at an answer that is thrown away');
  if (read.printsHeaders) throw new Refusal('it looks at the headers of the answer');
  return read.request;
}

/** The script whose output a word is: `$(…)`, or a variable that was set to one. */
function output(word: Word, scope: Scope): Script | undefined {
  const pieces = wordPieces(word);
  const [only] = pieces;
  if (pieces.length !== 1) return undefined;
  if (only?.kind === 'command') return only.script;
  const bound = only?.kind === 'variable' && !only.operator ? scope.bindings.get(only.name) : undefined;
  return bound?.kind === 'output' ? bound.script : undefined;
}

/** The one command of a substitution; `|| true` and `|| echo 000` after it change nothing that is compared. */
function onlyCommand(script: Script): Command {
  const [statement, more] = script.commands;
  let node: SyntaxNode | undefined = statement?.command;
  if (node?.type === 'AndOr' && node.commands.length === 2 && node.operators[0] === '||') {
    const [first, second] = node.commands;
    const harmless =
      second?.type === 'Command' ? [second.name, ...second.args].map((word) => word?.text) : [];
    if (/^(?:true|:|echo "?0*"?)$/.test(harmless.join(' '))) node = first;
  }
  if (more || node?.type !== 'Command') {
    throw new Refusal('it works on the answer in several steps');
  }
  return node;
}

/**
 * The script in a quoted word. A variable in it that the outer shell expands is left to the inner one: the
 * container's environment is the same for both, so the text is. Undefined where that can't be said.
 */
function nestedText(word: Word, { bindings }: Scope): string | undefined {
  const parts = wordPieces(word).map((piece) => {
    if (piece.kind === 'text') return piece.value;
    if (piece.kind !== 'variable' || bindings.has(piece.name)) return undefined;
    return word.text.slice(piece.pos - word.pos, piece.end - word.pos);
  });
  return parts.includes(undefined) ? undefined : parts.join('');
}

/** Where a command's output goes. @throws Refusal for input redirections. */
function outputOf(redirects: readonly Redirection[]): 'shown' | 'nothing' | 'file' {
  let output: 'shown' | 'nothing' | 'file' = 'shown';
  for (const redirect of redirects) {
    if (redirect.type !== 'Redirect') throw new Refusal('it reads from a here-document');
    const descriptor = redirect.descriptor?.type === 'FileDescriptor' ? redirect.descriptor.value : undefined;
    const target = literalWord(redirect.target);
    if (redirect.operator === '<' && target === '/dev/null') continue;
    if (redirect.operator.startsWith('<')) throw new Refusal('it reads from a file');
    const errorsOnly = descriptor === 2;
    if (redirect.operator === '>&' && /^[12]$/.test(target ?? '')) continue;
    if (!errorsOnly) output = target === '/dev/null' ? 'nothing' : 'file';
  }
  return output;
}

/** `2>&1`, or `-S … 2>&1`: what the client says about the request reaches the pipe too. */
function mergesErrors(redirects: readonly Redirection[]): boolean {
  return redirects.some(
    (redirect) =>
      redirect.type === 'Redirect' && redirect.operator === '>&' && literalWord(redirect.target) === '1',
  );
}
