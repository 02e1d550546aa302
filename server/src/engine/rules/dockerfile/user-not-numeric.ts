// USER is a name where Kubernetes needs a number.
import { defineRule, type Example } from '../../define-rule.ts';
import { accountSteps, dependsOnArgument } from '../../model/account-steps.ts';
import { isDevelopment } from '../../model/file-role.ts';
import type { Model } from '../../model/model.ts';
import type { Instruction } from '../../parse/syntax.ts';

interface Data {
  readonly instruction: Instruction;
  /** `1001`, `1001:1001`; absent where the number is not known. */
  readonly number?: string;
}

export default defineRule<Data>({
  id: 'user-not-numeric',
  severity: 'hint',
  profiles: ['strict', 'hardened-images'],
  concern: 'correctness',
  summary: 'USER is a name, which Kubernetes cannot check',
  why: 'With `runAsNonRoot`, Kubernetes does not start a container whose image names its user instead of giving its number.',
  sources: ['hadolint:DL3066'],
  *check({ model }) {
    const state = model.finalStage?.end;
    const user = state?.user;
    if (!state || !user || user.by === 'image' || isDevelopment(model)) return;
    // Windows has names only.
    if (state.facts?.os === 'windows' || /^Container(User|Administrator)$/i.test(user.name)) return;
    if (/^\d+$/.test(user.name) || state.runsAsRoot === true || state.account(user.name) === 'absent') return;
    const fixed = state.accountsKept && !varies(model, user.name);
    const uid = fixed ? state.accounts.get(user.name)?.uid : undefined;
    const { group } = user;
    const gid = group === undefined || /^\d+$/.test(group) ? group : state.groups.get(group)?.gid;
    const known = uid !== undefined && (group === undefined || gid !== undefined);
    const number = known ? `${uid}${group === undefined ? '' : `:${gid}`}` : undefined;
    yield {
      at: user.by.words[0]?.at ?? user.by.at,
      message: `Kubernetes' \`runAsNonRoot\` cannot tell whether \`${user.name}\` is root. Write ${number === undefined ? 'its number' : `\`USER ${number}\`, which is the same account`}.`,
      data: { instruction: user.by, ...(number !== undefined && { number }) },
    };
  },
  *fix(problem) {
    const { instruction, number } = problem.data!;
    const word = instruction.words[0];
    if (number === undefined || !word) return;
    yield {
      title: `Use the number ${number}`,
      safety: 'review',
      preferred: true,
      edits: [{ start: word.at.start, end: word.at.end, text: number }],
    };
  },
});

/** Whether the account's number comes from a build argument. */
function varies(model: Model, name: string): boolean {
  for (const stage of model.finalChain)
    for (const { account, before } of accountSteps(model, stage))
      if (account.name === name && account.idText !== undefined && dependsOnArgument(account.idText, before))
        return true;
  return false;
}

export const docs = `
A pod with \`runAsNonRoot: true\` and without \`runAsUser\` fails with "image has non-numeric user". The fix writes the number of the account,
where the image's own accounts or the command that creates it say it; Docker finds the same account, home and groups by it.
`;

export const examples = [
  {
    bad: `FROM node:22-slim\nUSER «node»\nCMD ["node", "server.js"]\n`,
    fixed: `FROM node:22-slim\nUSER 1000\nCMD ["node", "server.js"]\n`,
  },
  {
    bad: `FROM debian:12\nRUN groupadd -g 10001 app && useradd -u 10001 -g app app\nUSER «app:app»\nCMD ["sleep", "1"]\n`,
    fixed: `FROM debian:12\nRUN groupadd -g 10001 app && useradd -u 10001 -g app app\nUSER 10001:10001\nCMD ["sleep", "1"]\n`,
  },
  {
    bad: `FROM debian:12\nRUN useradd app\nUSER «app»\nCMD ["sleep", "1"]\n`,
    fixed: false,
    note: 'Its number is not known.',
  },
  {
    bad: `FROM debian:12\nARG ID=10001\nRUN useradd -u $ID app\nUSER «app»\nCMD ["sleep", "1"]\n`,
    fixed: false,
    note: 'A build may give another number.',
  },
  { good: `FROM debian:12\nUSER 10001\nCMD ["sleep", "1"]\n` },
  {
    good: `FROM debian:12\nARG APP_UID=1654\nUSER $APP_UID\nCMD ["sleep", "1"]\n`,
    note: 'The variable is a number.',
  },
  { good: `FROM debian:12\nUSER root\nCMD ["sleep", "1"]\n`, note: 'Another rule speaks of root.' },
  { good: `FROM node:22-slim AS build\nUSER node\nFROM node:22-slim\nUSER 1000\n`, note: 'A builder stage.' },
] satisfies Example[];
