// Writes the start command for the runtime image: its own entrypoint, no shell, one jar instead of a pattern.
import type { Instruction } from '../../../parse/syntax.ts';
import { hasNoShell } from '../../carry.ts';
import { type RuntimeChoice, SplitRefusal } from '../../plan.ts';
import { type Restated, restated, type Start } from '../../start-command.ts';
import { isJava } from './java-command.ts';

/** What the instructions of the start become; without those that stay as they are. */
export type Written = ReadonlyMap<Instruction, Restated>;

/**
 * @param hasBash the file installs it
 * @param words the program's words for this image, where they are other than the file's
 * @throws SplitRefusal where the image has no shell and the command needs one
 */
export function startFor(
  choice: RuntimeChoice,
  start: Start,
  hasBash: boolean,
  words?: readonly string[],
): Written {
  const shellLess = hasNoShell(choice);
  if (start.needsShell && (shellLess || words) && !(start.onlyPatterns && words)) {
    const { variable } = start;
    const instead = /^\$\{?(JAVA|JVM|JDK)\w*/.test(variable ?? '')
      ? ' `JAVA_TOOL_OPTIONS` needs none, but every Java that runs in the container reads it.'
      : '';
    throw new SplitRefusal(
      `\`${choice.image}\` has no shell, and the start command needs one${variable ? ` for \`${variable}\`` : ''}.${instead}`,
      'start command',
      start.at,
    );
  }
  const { script } = start;
  const { shell } = choice.facts;
  if (script?.shell === 'bash' && typeof shell === 'object' && shell.bash === false && !hasBash)
    throw new SplitRefusal(
      `\`${script.path}\` is a script for bash, which \`${choice.image}\` has not.`,
      'start command',
      start.at,
    );
  if (script) return new Map();
  const [program = '', ...rest] = words ?? start.words;
  if (shellLess && !isJava(program))
    throw new SplitRefusal(
      `\`${choice.image}\` has no shell, and \`${program}\` is a script that needs one.`,
      'start command',
      start.at,
    );
  const own = choice.kind === 'jlink' ? [] : (choice.facts.entrypoint ?? []);
  const clashes = !start.isEntrypoint && own.some((word) => isJava(word));
  const moved = program !== 'java' && isJava(program);
  const isChanged = words !== undefined || moved || (shellLess && start.form !== 'exec');
  if (!clashes && !isChanged) return new Map();
  const argv = isJava(program) ? ['java', ...rest] : [program, ...rest];
  if (clashes && own[1] === '-jar' && rest[0] === '-jar')
    return restated(
      start,
      rest.slice(1),
      `The entrypoint of \`${choice.image}\` is \`java -jar\`: CMD gives it the jar.`,
    );
  const why = clashes
    ? `\`${choice.image}\` has \`${own.join(' ')}\` as its entrypoint, which this one replaces.`
    : words
      ? 'It names the jar where it lies now; exec form expands no pattern.'
      : moved
        ? `Java lies in another place in \`${choice.image}\`, where \`java\` is found on PATH.`
        : 'Exec form needs no shell.';
  return restated(start, argv, why, clashes ? 'ENTRYPOINT' : undefined);
}
