// Writes the start command for the runtime image: its own entrypoint, no shell, one jar instead of a pattern.
import { execFormText } from '../../../edits/exec-form.ts';
import { hasNoShell } from '../../carry.ts';
import { type RuntimeChoice, SplitRefusal } from '../../plan.ts';
import type { Start } from '../../start-command.ts';
import { isJava } from './java-command.ts';

/** The start command of the runtime; undefined where the one of the file does. */
export interface Written {
  readonly text: string;
  readonly why: string;
}

/**
 * @param words the program's words for this image, where they are other than the file's
 * @throws SplitRefusal where the image has no shell and the command needs one
 */
export function startFor(
  choice: RuntimeChoice,
  start: Start,
  words?: readonly string[],
): Written | undefined {
  const shellLess = hasNoShell(choice);
  if (start.needsShell && (shellLess || words)) {
    const variable = variableOf(start);
    const instead = /^\$\{?(JAVA|JVM|JDK)\w*/.test(variable ?? '')
      ? ' `JAVA_TOOL_OPTIONS` needs none, but every Java that runs in the container reads it.'
      : '';
    throw new SplitRefusal(
      `\`${choice.image}\` has no shell, and the start command needs one${variable ? ` for \`${variable}\`` : ''}.${instead}`,
      'start command',
      start.at,
    );
  }
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
  if (!clashes && !isChanged) return undefined;
  const argv = isJava(program) ? ['java', ...rest] : [program, ...rest];
  if (clashes && own[1] === '-jar' && rest[0] === '-jar')
    return {
      text: `CMD ${execFormText(rest.slice(1))}`,
      why: `The entrypoint of \`${choice.image}\` is \`java -jar\`: CMD gives it the jar.`,
    };
  return {
    text: `${start.isEntrypoint || clashes ? 'ENTRYPOINT' : 'CMD'} ${execFormText(argv)}`,
    why: clashes
      ? `\`${choice.image}\` has \`${own.join(' ')}\` as its entrypoint, which this one replaces.`
      : words
        ? 'It names the jar where it lies now; exec form expands no pattern.'
        : moved
          ? `Java lies in another place in \`${choice.image}\`, where \`java\` is found on PATH.`
          : 'Exec form needs no shell.',
  };
}

/** The first variable that the shell expands, as written. */
function variableOf({ words }: Start): string | undefined {
  return words.map((word) => /\$\{?\w+\}?/.exec(word)?.[0]).find((one) => one !== undefined);
}
