// Makes USER and --chown name somebody the image knows.
import type { Fix } from '../define-rule.ts';
import { expand } from '../model/apply.ts';
import type { Model } from '../model/model.ts';
import { readCopy } from '../parse/arguments.ts';
import type { Instruction } from '../parse/syntax.ts';
import { lineBreakOf } from '../text/lines.ts';
import { accountCreation, numericUser } from './create-user.ts';
import { insertBefore } from './insert.ts';
import { keywordLike } from './keyword-case.ts';

/** The image's own account, the named account created first, or a number. @param name as USER gives it, without its group */
export function* knownUsers(model: Model, instruction: Instruction, name: string): Iterable<Fix> {
  const state = model.before(instruction);
  const own = state.facts?.runsAs;
  const word = instruction.words[0];
  if (!word) return;
  if (state.account(name) === 'present') {
    // Only the group is not known: without it, Docker takes the one that the account has.
    yield {
      title: `Run as \`${name}\` with the group that it has`,
      safety: 'review',
      preferred: true,
      edits: [{ start: word.at.start, end: word.at.end, text: name }],
    };
    return;
  }
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
          `${keywordLike(model.dockerfile, 'RUN')} ${creation.command}${lineBreakOf(model.dockerfile.text)}`,
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

/** The numbers that the account of `--chown` has where the file creates it later. */
export function* numericOwner(model: Model, instruction: Instruction): Iterable<Fix> {
  const chown = readCopy(instruction)?.chown;
  const stage = model.stageOf(instruction);
  const text = chown?.value && expand(chown.value, model.before(instruction), model);
  if (!chown?.valueAt || !stage || !text) return;
  const [user = '', group] = text.split(':');
  const { accounts, groups } = stage.end;
  const account = accounts.get(user);
  const uid = /^\d+$/.test(user) ? Number(user) : account?.uid;
  const gid =
    group === undefined ? account?.gid : /^\d+$/.test(group) ? Number(group) : groups.get(group)?.gid;
  if (uid === undefined || gid === undefined) return;
  yield {
    title: `Use the numbers ${uid}:${gid}, which \`${user}\` gets later`,
    safety: 'review',
    preferred: true,
    edits: [{ start: chown.valueAt.start, end: chown.valueAt.end, text: `${uid}:${gid}` }],
  };
}
