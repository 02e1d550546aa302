// Makes a USER name somebody the image knows.
import type { Fix } from '../define-rule.ts';
import type { Model } from '../model/model.ts';
import type { Instruction } from '../parse/syntax.ts';
import { lineBreakOf } from '../text/lines.ts';
import { accountCreation, numericUser } from './create-user.ts';
import { insertBefore } from './insert.ts';

/** The image's own account, the named account created first, or a number. @param name as USER gives it, without its group */
export function* knownUsers(model: Model, instruction: Instruction, name: string): Iterable<Fix> {
  const state = model.before(instruction);
  const own = state.facts?.runsAs;
  const word = instruction.words[0];
  if (!word) return;
  if (own !== undefined && own !== name && state.account(own) === 'present') {
    yield {
      title: `Use the image's own user \`${own}\``,
      safety: 'review',
      preferred: true,
      edits: [{ start: word.at.start, end: word.at.end, text: own }],
    };
  }
  const group = model.after(instruction).user?.group;
  const sameGroup = group === undefined || group === name || /^\d+$/.test(group);
  const creation = state.runsAsRoot === true && sameGroup ? accountCreation(state, name) : undefined;
  if (creation !== undefined) {
    yield {
      title: `Create the user \`${name}\` first`,
      safety: 'review',
      preferred: own === undefined,
      edits: [
        insertBefore(
          model.dockerfile,
          instruction,
          `RUN ${creation.command}${lineBreakOf(model.dockerfile.text)}`,
        ),
      ],
    };
  }
  yield {
    title: `Use the number ${numericUser}, which needs no account`,
    safety: 'review',
    preferred: own === undefined && creation === undefined,
    edits: [{ start: word.at.start, end: word.at.end, text: numericUser }],
  };
}
