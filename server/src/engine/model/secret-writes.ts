// Files with secrets that a stage brings into a layer, and the removals that come too late.
import { readMounts } from '../parse/arguments.ts';
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Instruction, Span } from '../parse/syntax.ts';
import { lastPart } from '../text/paths.ts';
import { normalisePath, shellValue } from './apply.ts';
import type { CommandStep, PlainCommand } from './apply-run.ts';
import type { Model, Stage } from './model.ts';
import { copiedSecrets, secretFile } from './secret-files.ts';
import { judgeSecret } from './secrets.ts';

/** A secret file that an instruction of a shipped stage leaves in its layer. */
export interface SecretWrite {
  readonly instruction: Instruction;
  /** Where the file is named. */
  readonly at: Span;
  /** Absolute. */
  readonly path: string;
  /** What the file is: `npm credentials`. */
  readonly what: string;
}

/** A file of credentials that is written with a variable's value. */
export interface KeptCredential {
  readonly at: Span;
  /** As written. */
  readonly path: string;
  readonly variable: string;
}

/** The absolute path of a word of a command; `~` and `$HOME` are root's home, or a name that is the same everywhere. */
function pathOf(word: ShellWord, { before }: CommandStep, model: Model): string | undefined {
  const home = before.runsAsRoot === true ? '/root' : '/home/~';
  const text = word.text.replace(/^(~|\$HOME|\$\{HOME\})(?=\/|$)/, home);
  const value = text === word.text ? shellValue(word, before, model) : text.includes('$') ? undefined : text;
  if (value === undefined || value === '') return undefined;
  if (value.startsWith('/')) return normalisePath(value);
  return before.workdir === undefined ? undefined : normalisePath(`${before.workdir}/${value}`);
}

/** The words of a command that name what it removes. */
function removed({ name, args }: PlainCommand): readonly ShellWord[] {
  return name === 'rm' || name === 'unlink' || name === 'shred'
    ? args.filter(({ text }) => !text.startsWith('-'))
    : [];
}

/** Whether removing `target` removes `path`: the file itself, or a folder above it; `.npmrc` anywhere where a folder is unknown. */
function covers(target: string, path: string): boolean {
  return path === target || path.startsWith(`${target === '/' ? '' : target}/`);
}

/** The file a command writes its output to, or puts something at. */
function writtenBy(command: PlainCommand): ShellWord | undefined {
  const redirect = command.command.redirects.find(({ operator }) => operator === '>' || operator === '>>');
  return (
    redirect?.target ??
    (command.name === 'tee' ? command.args.find(({ text }) => !text.startsWith('-')) : undefined)
  );
}

function mountedAt(instruction: Instruction, path: string): boolean {
  return readMounts(instruction).some(({ type, target, id }) => {
    const at = target ?? (type === 'secret' && id !== undefined ? `/run/secrets/${id}` : undefined);
    return at !== undefined && covers(normalisePath(`/${at}`), path);
  });
}

const credentialWord =
  /(?:_authToken|_auth|_password|npmAuthToken|[Pp]assword)(?:[ \t]*[=:])?[ \t]*["']?\$\{?(\w+)\}?/;
const loginWord = /\bmachine[ \t]+\S{1,200}[ \t]+login[ \t]+\$\{?(\w+)\}?/;

/** The variable that the shell replaces in a line that speaks of credentials. */
function credentialVariable({ name, args }: PlainCommand): string | undefined {
  if (name !== 'echo' && name !== 'printf') return undefined;
  for (const { text, value } of args) {
    if (value !== undefined) continue;
    const login = loginWord.exec(text)?.[1];
    const variable =
      login && judgeSecret(login, undefined) === 'expected' ? login : credentialWord.exec(text)?.[1];
    if (variable) return variable;
  }
  const format = name === 'printf' ? args[0]?.text : undefined;
  return format && /(_authToken|password)[= ]%s/.test(format)
    ? /^\$\{?(\w+)\}?$/.exec(args.at(-1)?.text ?? '')?.[1]
    : undefined;
}

/** `npm config set //host/:_authToken $TOKEN`, which writes the value into the user's file. */
function settingVariable({ name, args }: PlainCommand): string | undefined {
  if (!/^(npm|pnpm|yarn)$/.test(name ?? '')) return undefined;
  const words = args.filter(({ text }) => !text.startsWith('-'));
  const at = words.findIndex(({ text }) => /(:|^)_(authToken|auth|password)(=|$)|^npmAuthToken$/.test(text));
  if (at < 1 || !words.slice(0, at).some(({ text }) => text === 'set')) return undefined;
  const word = words[at]!.text.includes('=') ? words[at]! : words[at + 1];
  return word?.value === undefined ? /\$\{?(\w+)\}?$/.exec(word?.text ?? '')?.[1] : undefined;
}

const credentialFile = /(^|\/)(\.npmrc|\.netrc|_netrc|\.pypirc|\.yarnrc\.yml|\.git-credentials)$/;

/** Without one of these words a RUN writes no such file. */
const speaksOfCredentials = /npmrc|netrc|pypirc|yarnrc|git-credentials|_auth|_password|npmAuth/;

/** Files of credentials that are written from a variable in a shipped stage, and that nothing in the stage removes. */
export function* keptCredentials(model: Model): Iterable<KeptCredential> {
  for (const stage of model.finalChain) {
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'RUN' || !mayWrite(instruction, speaksOfCredentials)) continue;
      yield* keptBy(model, stage, instruction);
    }
  }
}

function mayWrite({ body, heredocs }: Instruction, words: RegExp): boolean {
  return words.test(body.text) || heredocs.some((heredoc) => words.test(heredoc.body));
}

function* keptBy(model: Model, stage: Stage, instruction: Instruction): Iterable<KeptCredential> {
  const steps = model.commandSteps(instruction);
  const removals = removalsOf(model, steps);
  const unset = lastUnset(steps, removals);
  const mounted = readMounts(instruction).some(({ target }) => target?.includes('.npmrc'));
  const named = new Set<string>();
  for (const [index, step] of steps.entries()) {
    if (named.size >= mostNamed) return;
    const setting = settingVariable(step.command);
    if (setting !== undefined) {
      if (unset < index && !mounted && !named.has('~/.npmrc'))
        yield { at: step.command.command.at, path: '~/.npmrc', variable: setting };
      named.add('~/.npmrc');
      continue;
    }
    const word = writtenBy(step.command);
    if (!word || !credentialFile.test(word.text) || named.has(word.text)) continue;
    const variable = credentialVariable(step.command);
    const path = pathOf(word, step, model);
    if (variable === undefined || (path !== undefined && mountedAt(instruction, path))) continue;
    named.add(word.text);
    if (isRemoved(removals, index, word.text, path)) continue;
    // A later RUN that removes it is too late, and another rule's.
    if (path !== undefined && lateRemovals(model, stage).some(({ write }) => write.path === path)) continue;
    yield { at: word.at, path: word.text, variable };
  }
}

/** What the commands of one RUN remove, with their place among them. */
interface Removal {
  readonly index: number;
  readonly text: string;
  readonly path: string | undefined;
}

function removalsOf(model: Model, steps: readonly CommandStep[]): Removal[] {
  return steps.flatMap((step, index) =>
    removed(step.command).map((word) => ({ index, text: word.text, path: pathOf(word, step, model) })),
  );
}

/** Whether a later command of the same RUN removes the file, or might: a path that cannot be told is taken for it. */
function isRemoved(
  removals: readonly Removal[],
  after: number,
  text: string,
  path: string | undefined,
): boolean {
  return removals.some((removal) => {
    if (removal.index <= after) return false;
    if (removal.text === text) return true;
    return path === undefined || removal.path === undefined
      ? removal.text.endsWith(lastPart(text))
      : covers(removal.path, path);
  });
}

/** The last command of a RUN that takes a setting of npm back, or removes its file; -1 for none. */
function lastUnset(steps: readonly CommandStep[], removals: readonly Removal[]): number {
  const unset = steps.findLastIndex(
    ({ command: { name, args } }) =>
      /^(npm|pnpm|yarn)$/.test(name ?? '') &&
      args.some(({ text }) => /^(delete|rm|unset|logout)$/.test(text)),
  );
  return Math.max(
    unset,
    ...removals
      .filter(({ text }) => text.includes('npmrc'))
      .slice(-1)
      .map(({ index }) => index),
  );
}

/** So many files of one RUN are followed; nobody writes more. */
const mostNamed = 50;

/** Without a part of a secret file's name a RUN writes none. */
const speaksOfSecrets =
  /rc\b|id_|netrc|cred|\.key|\.pem|\.env|htpasswd|\.aws|token|kube|dockercfg|s3cfg|boto|pgpass/;

/** What the instructions of a stage leave behind, in order. */
function* writesOf(model: Model, instruction: Instruction): Iterable<SecretWrite> {
  for (const { word, target, file } of copiedSecrets(model, instruction))
    if (target !== undefined) yield { instruction, at: word.at, path: target, what: file.what };
  if (instruction.keyword !== 'RUN' || !mayWrite(instruction, speaksOfSecrets)) return;
  const steps = model.commandSteps(instruction);
  const removals = removalsOf(model, steps);
  const named = new Set<string>();
  for (const [index, step] of steps.entries()) {
    if (named.size >= mostNamed) return;
    const word = writtenBy(step.command);
    const path = word && pathOf(word, step, model);
    if (!word || path === undefined || named.has(path) || mountedAt(instruction, path)) continue;
    const file = secretFile(path);
    if (!file || file.certainty === 'likely') continue;
    // A file without a secret may have any name: what is written has to be one that comes from outside.
    if (!bringsSecret(step.command)) continue;
    named.add(path);
    if (!isRemoved(removals, index, word.text, path))
      yield { instruction, at: word.at, path, what: file.what };
  }
}

/** The command writes the value of a variable, or credentials that it names. */
function bringsSecret(command: PlainCommand): boolean {
  if (credentialVariable(command) !== undefined) return true;
  return (
    (command.name === 'echo' || command.name === 'printf') &&
    command.args.some(
      ({ text }) => /^\$\{?\w+\}?$/.test(text) && /KEY|TOKEN|PASS|SECRET|CRED|NETRC|NPMRC/i.test(text),
    )
  );
}

/** A removal, and the earlier layer that keeps what it removes. */
export interface LateRemoval {
  readonly at: Span;
  readonly instruction: Instruction;
  readonly write: SecretWrite;
}

const late = new WeakMap<Stage, readonly LateRemoval[]>();

/** The removals of one stage that come in a later layer than the file. Certain ones only: both paths are known. */
export function lateRemovals(model: Model, stage: Stage): readonly LateRemoval[] {
  const known = late.get(stage);
  if (known) return known;
  const found: LateRemoval[] = [];
  const writes: SecretWrite[] = [];
  for (const instruction of stage.instructions) {
    if (instruction.keyword === 'RUN' && writes.length > 0) {
      for (const step of model.commandSteps(instruction)) {
        for (const word of removed(step.command)) {
          const path = pathOf(word, step, model);
          const index = path === undefined ? -1 : writes.findIndex((write) => covers(path, write.path));
          if (index < 0) continue;
          found.push({ at: word.at, instruction, write: writes[index]! });
          writes.splice(index, 1);
        }
      }
    }
    for (const write of writesOf(model, instruction)) if (writes.length < 100) writes.push(write);
  }
  late.set(stage, found);
  return found;
}
