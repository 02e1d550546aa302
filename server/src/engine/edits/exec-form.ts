// Turns a shell-form command into exec form, where both do exactly the same.
import type { ShellScript } from '../parse/shell-syntax.ts';

/** A command as the words of exec form, or why it cannot be one. */
export type ExecConversion =
  | { readonly ok: true; readonly argv: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/**
 * One simple command without expansions, redirections or assignments. A trailing `|| exit N` may be dropped for a
 * health check, where every code but 0 means the same.
 */
export function toExecForm(script: ShellScript, options: { readonly healthcheck: boolean }): ExecConversion {
  if (script.incomplete) return { ok: false, reason: 'the command cannot be read to its end' };
  const top = script.commands.filter((command) => command.depth === 0);
  const [first, second, ...more] = top;
  if (!first?.name || more.length > 0) return { ok: false, reason: 'several commands need a shell' };
  if (second) {
    const onlyCode =
      second.name?.value === 'exit' && second.args.every((word) => /^[1-9]\d*$/.test(word.value ?? ''));
    if (
      !options.healthcheck ||
      !(onlyCode || second.name?.value === 'false') ||
      second.pipeline !== undefined ||
      second.certainty === 'always'
    ) {
      return { ok: false, reason: 'several commands need a shell' };
    }
  }
  if (script.commands.length > top.length)
    return { ok: false, reason: 'a command inside the command needs a shell' };
  if (first.assignments.length > 0)
    return { ok: false, reason: 'a variable that is set for the command needs a shell (or `env`)' };
  if (first.redirects.length > 0) return { ok: false, reason: 'a redirection needs a shell' };
  if (first.pipeline !== undefined) return { ok: false, reason: 'a pipe needs a shell' };
  let words = [first.name, ...first.args];
  if (words[0]?.value === 'exec') words = words.slice(1);
  const argv: string[] = [];
  for (const word of words) {
    if (
      word.value === undefined ||
      /^~/.test(word.raw) ||
      (/[*?[]/.test(word.value) && !/['"\\]/.test(word.raw))
    ) {
      return { ok: false, reason: `only a shell gives \`${word.raw.slice(0, 40)}\` its value` };
    }
    argv.push(word.value);
  }
  const name = argv[0];
  if (name === undefined) return { ok: false, reason: 'there is no command' };
  if (builtins.has(name)) return { ok: false, reason: `\`${name}\` is a command of the shell itself` };
  return { ok: true, argv };
}

const builtins: ReadonlySet<string> = new Set(
  'cd . source eval export set unset trap umask ulimit alias wait read shift command type hash exit return if for while case until [[ : ('.split(
    ' ',
  ),
);

/** The JSON of exec form as people write it: `["python", "app.py"]`. */
export function execFormText(argv: readonly string[]): string {
  return `[${argv.map((word) => JSON.stringify(word)).join(', ')}]`;
}
