// An account or group is created with a name or number that the image already has.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import { addCommandBefore } from '../../edits/shell-chain.ts';
import {
  type AccountStep,
  accountFiles,
  accountSteps,
  dependsOnArgument,
  mountsOver,
} from '../../model/account-steps.ts';
import { baseName } from '../../model/base.ts';
import { provable } from '../../model/confidence.ts';
import type { Model } from '../../model/model.ts';
import { type Clash, clashOf, freeId } from '../../model/taken-ids.ts';
import type { Instruction } from '../../parse/syntax.ts';

interface Data {
  readonly step: AccountStep;
  readonly clash: Clash;
}

export default defineRule<Data>({
  id: 'user-uid-taken',
  severity: 'error',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'A user or group is created that the image already has, by name or by number',
  why: 'The command that creates it fails, and so does the build.',
  sources: [],
  *check({ model }) {
    for (const stage of model.stages) {
      let failed: Instruction | undefined;
      for (const step of accountSteps(model, stage)) {
        // What follows in the same RUN is not reached.
        if (!step.certain || step.instruction === failed || mountsOver(step.instruction, accountFiles))
          continue;
        const clash = clashOf(step);
        if (!clash) continue;
        failed = step.instruction;
        const { account, before } = step;
        const texts = [account.idText ?? '', account.word?.text ?? ''].join(' ');
        const { by, holder, value, what } = clash;
        const who =
          what === 'uid' || what === 'gid' ? `${what} ${value} (\`${holder}\`)` : `a ${what} \`${value}\``;
        const where =
          by === 'image' ? `\`${baseName(stage)}\` already has` : 'An earlier command already creates';
        yield {
          at: clash.word.at,
          severity: dependsOnArgument(texts, before) ? 'warning' : provable(before, 'error', 'users'),
          message: `${where} ${who}: \`${account.program}\` fails, and the build with it. ${advice(step, clash)}`,
          related: by === 'image' ? [] : [{ at: by.head, message: `\`${holder}\` is created here.` }],
          data: { step, clash },
        };
      }
    }
  },
  *fix(problem, { model }) {
    const { step, clash } = problem.data!;
    const { account, before } = step;
    const { id } = account;
    const removal = removalOf(step, clash);
    const edit = removal === undefined ? undefined : addCommandBefore(model, step.command, removal);
    if (edit)
      yield {
        title: `Remove the image's user \`${clash.holder}\` first`,
        safety: 'review',
        preferred: true,
        edits: [edit],
      };
    if (id === undefined || (clash.what !== 'uid' && clash.what !== 'gid')) return;
    const free = freeId(before, id < 1000 ? 10_001 : id + 1);
    const changes = renumber(model, step, String(id), String(free));
    if (changes)
      yield { title: `Use the number ${free}`, safety: 'review', preferred: !edit, edits: changes };
  },
});

function advice({ account }: AccountStep, { what, value, by }: Clash): string {
  if (what === 'group' && account.kind === 'add-user')
    return account.program === 'useradd'
      ? `Name the group with \`--gid ${value}\`.`
      : `Name the group with \`${account.program === 'adduser' ? '-G' : '--gid'} ${value}\`.`;
  if (what === 'uid' || what === 'gid') return 'Use another number, or what is there.';
  return by === 'image' ? `Use the ${what} that is there.` : 'Remove one of the two.';
}

/** The command that removes an account of a person that the image brings, and its group with it. */
function removalOf({ before }: AccountStep, { holder, by }: Clash): string | undefined {
  const uid = before.accounts.get(holder)?.uid;
  if (by !== 'image' || uid === undefined || uid < 1000 || uid >= 60_000 || before.runsAsRoot !== true)
    return undefined;
  if (!/^[a-z][a-z0-9_-]*$/.test(holder)) return undefined;
  if (before.tool('userdel').presence === 'present') return `userdel --remove ${holder}`;
  const { presence, variant } = before.tool('deluser');
  return presence === 'present' && variant === 'busybox' ? `deluser --remove-home ${holder}` : undefined;
}

/**
 * The number of this account and, in the same step, of the group that goes with it. Undefined where it is written in another way, or
 * stands elsewhere too: in USER, in a `chown`.
 */
function renumber(model: Model, { instruction }: AccountStep, from: string, to: string): Edit[] | undefined {
  const { text, instructions } = model.dockerfile;
  const number = new RegExp(`(?<!\\d)${from}(?!\\d)`, 'g');
  const textOf = ({ at }: Instruction) => text.slice(at.start, at.end);
  if (instructions.some((other) => other !== instruction && textOf(other).search(number) >= 0))
    return undefined;
  const edits: Edit[] = [];
  const stage = model.stageOf(instruction);
  for (const { account, command } of stage
    ? accountSteps(model, { ...stage, instructions: [instruction] })
    : []) {
    if (account.kind !== 'add-user' && account.kind !== 'add-group') continue;
    for (const { at } of command.args) {
      // Alone or after its option: `-u1000`, `--uid=1000`.
      const [, option] = new RegExp(`^(-[A-Za-z]|--\\w+=)?${from}$`).exec(text.slice(at.start, at.end)) ?? [];
      if (option !== undefined || text.slice(at.start, at.end) === from)
        edits.push({ start: at.end - from.length, end: at.end, text: to });
    }
  }
  const written = [...textOf(instruction).matchAll(number)].length;
  return edits.length > 0 && written === edits.length ? edits : undefined;
}

export const docs = `
Ubuntu images from 24.04 on have a user \`ubuntu\` with the number 1000, and every \`node\` image has \`node\` with 1000: a Dockerfile
that creates "the first user" with that number stops there. So does \`useradd app\` after \`groupadd app\`: useradd wants to make a group
of its own (name it with \`--gid\`).

The rule knows the accounts of the base image and those the file creates. It is silent where the command may fail (\`|| true\`, \`if\`),
where a script or a package may have removed the account before, and where \`--non-unique\` allows the number. A number that
comes from a build argument is a warning, because a build can set another.
`;

export const examples = [
  {
    bad: `FROM ubuntu:24.04
RUN useradd --create-home --uid «1000» app
USER app
CMD ["sleep", "60"]
`,
    fixed: `FROM ubuntu:24.04
RUN userdel --remove ubuntu && useradd --create-home --uid 1000 app
USER app
CMD ["sleep", "60"]
`,
  },
  {
    bad: `FROM node:22-alpine
RUN addgroup -S -g «1000» app && adduser -S -u 1000 -G app app
USER app
CMD ["node", "server.js"]
`,
    fixed: `FROM node:22-alpine
RUN deluser --remove-home node && addgroup -S -g 1000 app && adduser -S -u 1000 -G app app
USER app
CMD ["node", "server.js"]
`,
  },
  {
    bad: `FROM ubuntu:24.04\nRUN useradd -m «-u1000» app\nUSER app\n`,
    title: 'Use the number',
    fixed: `FROM ubuntu:24.04\nRUN useradd -m -u1001 app\nUSER app\n`,
  },
  {
    bad: `FROM debian:12\nRUN groupadd --system app && useradd --system «app»\nUSER app\nCMD ["sleep", "60"]\n`,
    fixed: false,
    note: 'useradd wants to create the group `app` itself.',
  },
  {
    bad: `FROM alpine:3.22\nRUN addgroup -g «999» docker\nCMD ["sleep", "60"]\n`,
    fixed: `FROM alpine:3.22\nRUN addgroup -g 10001 docker\nCMD ["sleep", "60"]\n`,
    note: 'Alpine gives 999 to `ping`.',
  },
  {
    good: `FROM ubuntu:24.04\nRUN userdel -r ubuntu && useradd -u 1000 app\nUSER app\n`,
    note: 'It is free by then.',
  },
  { good: `FROM ubuntu:24.04\nRUN useradd -u 1000 app || true\n`, note: 'The failure is expected.' },
  { good: `FROM ubuntu:24.04\nRUN id ubuntu || useradd -u 1000 ubuntu\n`, note: 'Only where there is none.' },
  { good: `FROM ubuntu:24.04\nRUN useradd -o -u 1000 app\nUSER app\n`, note: 'The number may be shared.' },
  {
    good: `FROM ubuntu:22.04\nRUN useradd -u 1000 app\nUSER app\n`,
    note: 'Ubuntu 22.04 has no such account.',
  },
  { good: `FROM ubuntu:24.04\nRUN ./setup.sh && useradd -u 1000 app\n`, note: 'The script may remove it.' },
  { good: `FROM debian:12\nRUN groupadd app && useradd -g app app\nUSER app\n` },
  {
    good: `FROM debian:12\nRUN addgroup --system www-data && adduser --system --ingroup www-data www-data\n`,
    note: "Debian's adduser leaves a system account as it is.",
  },
] satisfies Example[];
