// useradd with a large number writes a huge sparse file.
import { defineRule, type Example } from '../../define-rule.ts';
import { type AccountStep, accountSteps } from '../../model/account-steps.ts';

/** Size of one record of /var/log/lastlog in bytes, on 64-bit Linux (struct lastlog of glibc). */
const record = 292;
/** From this number on the file is larger than about 28 MB. */
const large = 100_000;

export default defineRule<AccountStep>({
  id: 'large-uid-useradd',
  severity: 'information',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'A large user number makes /var/log/lastlog huge',
  why: 'The file has a record for every number up to the largest, and where a layer cannot hold it sparse, the image grows by all of them.',
  sources: ['hadolint:DL3046'],
  *check({ model }) {
    for (const stage of model.finalChain) {
      for (const step of accountSteps(model, stage)) {
        const { account, before } = step;
        const { id, program, read } = account;
        if (program !== 'useradd' || account.kind !== 'add-user' || id === undefined || id < large) continue;
        if (read.options.some(({ name }) => name === 'l' || name === 'no-log-init')) continue;
        // BusyBox has none, and Debian 13 gave lastlog up.
        if (before.tool('useradd').presence === 'absent') continue;
        const { distro, release } = before.facts ?? {};
        if (distro === 'alpine' || (distro === 'debian' && Number(release) >= 13)) continue;
        yield {
          at: step.command.word?.at ?? step.command.command.at,
          message: `With the number ${id}, \`useradd\` makes /var/log/lastlog ${Math.round((id * record) / 1_000_000)} MB long. Add \`--no-log-init\`.`,
          data: step,
        };
      }
    }
  },
  *fix(problem, { model }) {
    const { word } = problem.data!.command;
    if (!word || model.dockerfile.text.slice(word.at.start, word.at.end) !== word.raw) return;
    yield {
      title: 'Add `--no-log-init`: no entry in the log of logins',
      safety: 'review',
      preferred: true,
      edits: [{ start: word.at.end, end: word.at.end, text: ' --no-log-init' }],
    };
  },
});

export const docs = `
shadow's \`useradd\` writes a record at the place of the number in /var/log/lastlog and /var/log/faillog. The file is sparse on disk,
but a layer's archive, a copy or a scanner may see every byte of it.
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN «useradd» --uid 1000660000 app\nUSER app\n`,
    fixed: `FROM debian:12\nRUN useradd --no-log-init --uid 1000660000 app\nUSER app\n`,
  },
  {
    bad: `FROM ubuntu:22.04\nARG ID=200000\nRUN groupadd -g $ID app && «useradd» -m -u $ID -g app app\nUSER app\n`,
    fixed: `FROM ubuntu:22.04\nARG ID=200000\nRUN groupadd -g $ID app && useradd --no-log-init -m -u $ID -g app app\nUSER app\n`,
  },
  { good: `FROM debian:12\nRUN useradd -l -u 200000 app\nUSER app\n`, note: 'No entry is written.' },
  { good: `FROM debian:12\nRUN useradd -u 10001 app\nUSER app\n`, note: 'About 3 MB.' },
  { good: `FROM alpine:3.22\nRUN adduser -D -u 200000 app\nUSER app\n`, note: 'BusyBox keeps no such file.' },
  { good: `FROM debian:12\nRUN useradd -u $ID app\nUSER app\n`, note: 'The number is not known.' },
] satisfies Example[];
