// Finds health checks that succeed whatever happens.
import type { Command, SyntaxNode } from '../parse/unbash.ts';
import { literalWord } from '../parse/unbash.ts';
import { evaluate, type Leaf, type Reader } from './evaluate.ts';
import type { Outcome } from './outcome.ts';
import { programName, requestReader, scriptOf, shellScript } from './read-command.ts';
import { type HealthCommand, isOverlong, Refusal } from './request.ts';

/** The check ends with 0 whether its programs succeed or not: `… || true`, `…; exit 0`, `true`. False where that is not certain. Never throws. */
export function alwaysHealthy(command: HealthCommand): boolean {
  if (isOverlong(command)) return false;
  try {
    const script = command.form === 'shell' ? command.script : shellScript(command.argv);
    if (script === undefined) {
      const name = command.form === 'exec' ? command.argv[0] : undefined;
      return programName(name ?? '') === 'true';
    }
    return isAlways(evaluate(scriptOf(script), anyProgram));
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Every way through the tree is a healthy one. */
function isAlways(outcome: Outcome<true>): boolean {
  return typeof outcome === 'boolean' ? outcome : isAlways(outcome.yes) && isAlways(outcome.no);
}

const shell = requestReader(undefined);

/** Every program may succeed or fail. */
const anyProgram: Reader<true> = {
  nested: (command, scope) => shell.nested(command, scope),
  command: leafOf,
  pipeline({ commands }) {
    const last: SyntaxNode | undefined = commands[commands.length - 1];
    return last?.type === 'Command' ? leafOf(last) : { test: true };
  },
  test: () => ({ test: true }),
};

function leafOf(command: Command): Leaf<true> {
  const name = literalWord(command.name);
  if (name === 'true' || name === ':' || name === 'echo' || name === 'printf' || name === '/bin/true')
    return true;
  return name === 'false' ? false : { test: true };
}
