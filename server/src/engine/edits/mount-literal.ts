// Puts a mounted variable in the place of a secret that stands in a RUN.
import type { Edit } from '../define-rule.ts';
import type { PlainCommand } from '../model/apply-run.ts';
import { commandsOf } from '../model/commands.ts';
import type { Model } from '../model/model.ts';
import { hasPosixShell } from '../model/shell.ts';
import type { ShellWord } from '../parse/shell-syntax.ts';
import type { Instruction, Span } from '../parse/syntax.ts';
import { mayHaveSyntax } from './frontend.ts';
import { removeCommand } from './remove-command.ts';
import { removeWords } from './remove-word.ts';
import { addSecretMount, secretId } from './secret-mounts.ts';

/** What is mounted, for the title, and the edits that do it. */
export interface MountedLiteral {
  readonly id: string;
  readonly variable: string;
  readonly edits: readonly Edit[];
}

/** `(build with --secret id=…,env=…; Dockerfile syntax 1.10 or later)` */
export function buildNote({ id, variable }: Pick<MountedLiteral, 'id' | 'variable'>): string {
  return `(build with --secret id=${id},env=${variable}; Dockerfile syntax 1.10 or later)`;
}

/**
 * The secret at `at`, which is one literal piece of a word, becomes `"${VARIABLE}"`. Undefined where it stands in another script's
 * quotes, or where the step is no shell form.
 * @param wanted a name for the variable
 */
export function mountLiteral(
  model: Model,
  run: Instruction,
  at: Span,
  wanted: string,
): MountedLiteral | undefined {
  const state = model.before(run);
  if (run.keyword !== 'RUN' || run.exec || hasPosixShell(state) !== true) return undefined;
  if (!mayHaveSyntax(model.dockerfile, 1, 10)) return undefined;
  const { text } = model.dockerfile;
  const found = wordAt(model, run, at);
  if (
    !found ||
    found.command.command.depth > 0 ||
    text.slice(found.word.at.start, found.word.at.end) !== found.word.raw
  )
    return undefined;
  const quote = quoteBefore(found.word.raw, at.start - found.word.at.start);
  if (quote === undefined) return undefined;
  const variable = freeName(model, run, wanted);
  const id = secretId(variable);
  const mount = addSecretMount(run, { id, env: variable });
  if (!mount) return undefined;
  if (quote !== "'") {
    const written = quote === '' ? `"\${${variable}}"` : `\${${variable}}`;
    return { id, variable, edits: [mount, { ...at, text: written }] };
  }
  // Single quotes end before the variable and begin again behind it, unless there is nothing for them.
  const [opens, closes] = [text[at.start - 1] === "'", text[at.end] === "'"];
  const written = `${opens ? '' : "'"}"\${${variable}}"${closes ? '' : "'"}`;
  const span = { start: opens ? at.start - 1 : at.start, end: closes ? at.end + 1 : at.end };
  return { id, variable, edits: [mount, { ...span, text: written }] };
}

/** `NAME=secret command` and `export NAME=secret`: the variable is mounted, and the assignment goes. */
export function mountAssigned(
  model: Model,
  run: Instruction,
  command: PlainCommand,
  at: Span,
  variable: string,
): MountedLiteral | undefined {
  if (
    run.keyword !== 'RUN' ||
    run.exec ||
    command.command.depth > 0 ||
    !mayHaveSyntax(model.dockerfile, 1, 10)
  )
    return undefined;
  const id = secretId(variable);
  const mount = addSecretMount(run, { id, env: variable });
  const alone = command.name === 'export' && command.args.length === 1;
  const removed = alone ? removeCommand(model, run, command) : removeAssignment(model, at);
  // With nothing left there is nothing to mount it for.
  if (!mount || !removed || removed.start <= run.at.start) return undefined;
  return { id, variable, edits: [mount, removed] };
}

/** Where the word stands first, the blanks behind it go with it. */
function removeAssignment({ dockerfile }: Model, at: Span): Edit | undefined {
  const { text } = dockerfile;
  let { end } = at;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return end > at.end && text[end] !== dockerfile.escape
    ? { start: at.start, end, text: '' }
    : removeWords(dockerfile, at);
}

function wordAt(
  model: Model,
  run: Instruction,
  at: Span,
): { word: ShellWord; command: PlainCommand } | undefined {
  for (const command of commandsOf(model, run))
    for (const word of command.args)
      if (word.at.start <= at.start && at.end <= word.at.end) return { word, command };
  return undefined;
}

/** The quote that is open before the offset; undefined behind a backslash or inside of an expansion. */
function quoteBefore(raw: string, offset: number): '' | '"' | "'" | undefined {
  let quote: '' | '"' | "'" = '';
  for (let i = 0; i < offset; i++) {
    const character = raw[i];
    if (character === '\\' && quote !== "'") i++;
    else if ((character === '"' || character === "'") && (quote === '' || quote === character))
      quote = quote === '' ? character : '';
    else if ((character === '$' || character === '`') && quote !== "'" && /[({`]/.test(raw[i + 1] ?? '`'))
      return undefined;
    if (i >= offset) return undefined;
  }
  return quote;
}

/** A name that neither the image nor the step uses. */
function freeName(model: Model, run: Instruction, wanted: string): string {
  const state = model.before(run);
  const plain = wanted
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40);
  const base = /^[A-Z]/.test(plain) ? plain : `SECRET_${plain}`;
  const text = model.dockerfile.text.slice(run.at.start, run.at.end);
  const taken = (name: string) => state.env.has(name) || state.args.has(name) || text.includes(name);
  return taken(base) ? `${base}_SECRET` : base;
}
