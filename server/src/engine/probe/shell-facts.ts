// What single nodes of a shell script do: wrappers, redirections, commands that can only fail.
import type { Command, Script, SyntaxNode } from '../parse/unbash.ts';
import { literalWord } from '../parse/unbash.ts';
import { programName } from './read-command.ts';

/** Where the command starts that a wrapper such as `timeout 3` runs; 0 where there is none. */
export function wrapped(words: readonly (string | undefined)[]): number {
  const name = programName(words[0] ?? '');
  let at = 1;
  if (name === 'timeout') {
    while (words[at]?.startsWith('-')) at += words[at] === '-s' || words[at] === '-k' ? 2 : 1;
    return at + 1 < words.length ? at + 1 : 0;
  }
  if (name === 'env') {
    while (/^[A-Za-z_]\w*=/.test(words[at] ?? '')) at += 1;
    return words[at]?.startsWith('-') ? 0 : at < words.length ? at : 0;
  }
  const plain = ['exec', 'nohup', 'time', 'command'].includes(name);
  if (plain) return words[1] !== undefined && !words[1].startsWith('-') ? 1 : 0;
  if (name === 'su-exec' || name === 'gosu') return words.length > 2 ? 2 : 0;
  return 0;
}

/** The command's output goes to a file other than /dev/null. */
export function savesToFile(command: Command): boolean {
  return command.redirects.some(
    (redirect) =>
      redirect.type === 'Redirect' &&
      /^(?:&?>>?|>\|)$/.test(redirect.operator) &&
      !(redirect.descriptor?.type === 'FileDescriptor' && redirect.descriptor.value === 2) &&
      literalWord(redirect.target) !== '/dev/null',
  );
}

/** `exit 1`, `false`, `kill 1`, `(echo …; exit 1)`: what comes after `||` and can't succeed. */
export function failsFor(node: SyntaxNode): boolean {
  if (node.type === 'Subshell' || node.type === 'BraceGroup') {
    const statements = node.body.commands;
    const last = statements[statements.length - 1];
    return last !== undefined && failsFor(last.command);
  }
  if (node.type !== 'Command') return false;
  const name = literalWord(node.name);
  if (name === 'false') return true;
  if (name === 'exit') return !/^0*$/.test(node.args[0]?.text ?? '1');
  return false;
}

/** `; exit $?` and `; exit` pass the status on. */
export function endsWithStatus(statement: Script['commands'][number] | undefined): boolean {
  const node = statement?.command;
  if (node?.type !== 'Command' || literalWord(node.name) !== 'exit') return false;
  return node.args.length === 0 || /^"?\$\?"?$/.test(node.args[0]?.text ?? '');
}
