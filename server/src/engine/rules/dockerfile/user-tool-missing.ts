// An account is created with a tool that the image does not have.
import { defineRule, type Example } from '../../define-rule.ts';
import { type AccountTools, accountTools, rewriteFor } from '../../edits/user-tool.ts';
import { foreignOption } from '../../model/account-options.ts';
import { type AccountStep, accountSteps, mountsOver } from '../../model/account-steps.ts';
import { baseName } from '../../model/base.ts';
import { provable } from '../../model/confidence.ts';

interface Data {
  readonly step: AccountStep;
  readonly tools: AccountTools | undefined;
  /** The tool is there, and the options are another's. */
  readonly writtenFor?: 'BusyBox' | 'Debian';
}

/** Which tool does the same, by the tools the image has. */
const counterparts: Readonly<Record<AccountTools, Readonly<Record<string, string>>>> = {
  busybox: {
    useradd: 'adduser -D',
    groupadd: 'addgroup',
    usermod: 'addgroup USER GROUP',
    userdel: 'deluser',
    groupdel: 'delgroup',
  },
  shadow: { adduser: 'useradd', addgroup: 'groupadd', deluser: 'userdel', delgroup: 'groupdel' },
};

export default defineRule<Data>({
  id: 'user-tool-missing',
  severity: 'error',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  summary: 'A user or group is created with a tool or option that the image does not have',
  why: 'The shell does not find the program, or the program refuses the option, and the build fails there.',
  sources: [],
  *check({ model }) {
    for (const stage of model.stages) {
      for (const step of accountSteps(model, stage)) {
        const { account, before, command, certain } = step;
        const { program } = account;
        if (!certain || mountsOver(step.instruction, programFolders)) continue;
        const foreign = foreignOption(command, before);
        if (foreign) {
          yield {
            at: foreign.word.at,
            severity: provable(before, 'error', `userTools.${program}`),
            message: `\`${program}\` of \`${baseName(stage)}\` is ${foreign.whose === 'BusyBox' ? "BusyBox'" : "Debian's"} and does not take \`${foreign.option}\`: the build fails here. ${other(foreign.whose, program)}`,
            data: {
              step,
              tools: accountTools(before),
              writtenFor: foreign.whose === 'Debian' ? 'BusyBox' : 'Debian',
            },
          };
          continue;
        }
        const called = command.path === program || /^\/(usr\/)?s?bin\/[^/]+$/.test(command.path ?? '');
        if (!called || before.tool(program).presence !== 'absent') continue;
        const tools = accountTools(before);
        yield {
          at: command.word?.at ?? command.command.at,
          severity: provable(before, 'error', `userTools.${program}`),
          message: `\`${baseName(stage)}\` has no \`${program}\`: the build fails here. ${advice(step, tools)}`,
          data: { step, tools },
        };
      }
    }
  },
  *fix(problem, { model }) {
    const { step, tools, writtenFor } = problem.data!;
    const edit = tools && rewriteFor(model, step, tools, writtenFor);
    if (!edit) return;
    const first = edit.text.split(' ', 1)[0] ?? '';
    yield {
      title:
        writtenFor && first === step.account.program
          ? `Write it with the options of this \`${first}\``
          : `Use \`${first}\`, which the image has`,
      safety: 'safe',
      preferred: true,
      edits: [edit],
    };
  },
});

/** Folders of programs. */
const programFolders = ['/bin', '/sbin', '/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin'];

function other(whose: 'BusyBox' | 'Debian', program: string): string {
  if (whose === 'Debian') return `Use \`${program === 'adduser' ? 'useradd' : 'groupadd'}\`.`;
  return program === 'adduser'
    ? 'Its options are -h HOME, -g COMMENT, -s SHELL, -G GROUP, -S, -D, -H and -u NUMBER.'
    : 'Its options are -g NUMBER and -S.';
}

function advice({ account, before: { facts } }: AccountStep, tools: AccountTools | undefined): string {
  const { program, kind } = account;
  const other = tools && counterparts[tools][program];
  if (other !== undefined && (program !== 'usermod' || kind === 'join-group')) return `Use \`${other}\`.`;
  if (facts?.packageManager === 'apk') return 'Install the package `shadow` first.';
  if (program === 'adduser' || program === 'addgroup') return 'Install the package `adduser` first.';
  return 'Create the account in another stage, or use a number in USER.';
}

export const docs = `
Alpine has BusyBox' \`adduser\` and \`addgroup\`, and neither \`useradd\` nor \`usermod\`. Debian has \`useradd\` and \`groupadd\`; its \`adduser\` is
a package of its own that is no longer in the image from Debian 13 on. Hardened and distroless images often have none.

Debian's adduser and BusyBox' share a name and not their options: \`adduser --system --group app\` fails on Alpine, \`adduser -S -D app\` on
Debian.

The fix writes the command again for the tool that is there, option by option: \`--no-create-home\` becomes \`-H\`, a system account
gets the group that the other tool would have made. It is offered only where every option has an exact counterpart.
`;

export const examples = [
  {
    bad: `FROM alpine:3.22
RUN «groupadd» --system --gid 10001 app && «useradd» --system --uid 10001 --gid app --no-create-home --shell /sbin/nologin app
USER app
CMD ["sleep", "60"]
`,
    fixed: `FROM alpine:3.22
RUN addgroup -S -g 10001 app && adduser -S -D -H -u 10001 -G app -s /sbin/nologin app
USER app
CMD ["sleep", "60"]
`,
  },
  {
    bad: `FROM python:3.13-slim-trixie
RUN «adduser» --disabled-password --gecos "" app
USER app
CMD ["python", "-V"]
`,
    fixed: `FROM python:3.13-slim-trixie
RUN useradd --user-group --create-home --shell /bin/bash app
USER app
CMD ["python", "-V"]
`,
  },
  {
    bad: `FROM debian:13-slim\nRUN «addgroup» --system app && «adduser» --system --ingroup app app\nUSER app\n`,
    fixed: `FROM debian:13-slim\nRUN groupadd --system app && useradd --system --gid app --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin app\nUSER app\n`,
  },
  {
    bad: `FROM node:22-alpine\nRUN «useradd» -r -m app\nUSER app\n`,
    fixed: `FROM node:22-alpine\nRUN addgroup -S app && adduser -S -D -G app -s /bin/sh app\nUSER app\n`,
    note: 'A system account gets its own group from useradd, and not from BusyBox.',
  },
  {
    bad: `FROM alpine:3.22\nRUN «groupadd» -g 999 app\n`,
    fixed: false,
    note: 'The number belongs to `ping`, so that `addgroup` fails too.',
  },
  {
    bad: `FROM alpine:3.22\nRUN «useradd» \\\n      --create-home \\\n      --groups audio,video \\\n      app\nUSER app\n`,
    fixed: `FROM alpine:3.22\nRUN adduser -D app && addgroup app audio && addgroup app video\nUSER app\n`,
  },
  {
    bad: `FROM alpine:3.22\nRUN «useradd» -m -e 2030-01-01 app\nUSER app\n`,
    fixed: false,
    note: 'BusyBox has no expiry date.',
  },
  {
    bad: `FROM alpine:3.22\nRUN adduser --system «--group» app\nUSER app\n`,
    fixed: `FROM alpine:3.22\nRUN addgroup -S app && adduser -S -D -H -G app -h /nonexistent -s /sbin/nologin app\nUSER app\n`,
    note: 'An option of Debian.',
  },
  {
    bad: `FROM debian:12\nRUN adduser «-D» -h /srv app\nUSER app\n`,
    fixed: `FROM debian:12\nRUN useradd --user-group --create-home --home-dir /srv --shell /bin/sh app\nUSER app\n`,
    note: 'An option of BusyBox.',
  },
  {
    good: `FROM alpine:3.22\nRUN adduser --system --ingroup nogroup --no-create-home app\nUSER app\n`,
    note: 'BusyBox takes these.',
  },
  {
    good: `FROM debian:12\nRUN adduser --system -uid 1001 --home=/srv -q app\nUSER app\n`,
    note: 'One dash is enough for Debian.',
  },
  {
    good: `FROM alpine:3.22\nRUN --mount=from=debian:12,source=/usr/sbin,target=/usr/sbin useradd app\n`,
    note: 'The mount brings it.',
  },
  {
    good: `FROM alpine:3.22\nRUN apk add --no-cache shadow && useradd app\nUSER app\n`,
    note: 'shadow brings useradd.',
  },
  {
    good: `FROM debian:13-slim\nRUN apt-get update && apt-get install -y adduser && adduser --system app\nUSER app\n`,
  },
  { good: `FROM debian:12\nRUN adduser --system app\nUSER app\n`, note: 'Debian 12 has adduser.' },
  {
    good: `FROM alpine:3.22\nRUN command -v useradd && useradd app || adduser -D app\nUSER app\n`,
    note: 'Only where it is there.',
  },
  { good: `FROM ubuntu:24.04\nRUN adduser --system app\nUSER app\n`, note: 'Not known of this image.' },
] satisfies Example[];
