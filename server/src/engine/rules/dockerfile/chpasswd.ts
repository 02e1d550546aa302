// A password is set in a build.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import { removeCommand } from '../../edits/remove-command.ts';
import { removeWords } from '../../edits/remove-word.ts';
import type { PlainCommand } from '../../model/apply-run.ts';
import { commandsOf } from '../../model/commands.ts';
import { isDevelopment } from '../../model/file-role.ts';
import type { Model } from '../../model/model.ts';
import { optionValue, readOptions } from '../../model/options.ts';
import { runsOf } from '../../model/triggers.ts';
import type { Instruction } from '../../parse/syntax.ts';

interface Data {
  readonly instruction: Instruction;
  readonly command: PlainCommand;
  readonly account?: string;
}

export default defineRule<Data>({
  id: 'chpasswd',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images'],
  summary: 'A password is set in the build',
  why: 'Everybody who has the image has the same password, and its text or its hash stands in the history.',
  sources: ['checkov:CKV2_DOCKER_17'],
  checksFixes: true,
  *check({ model }) {
    if (isDevelopment(model)) return;
    for (const stage of model.finalChain) {
      for (const instruction of runsOf(stage)) {
        const commands = commandsOf(model, instruction);
        for (const [index, command] of commands.entries()) {
          const found = passwordSet(command, commands[index - 1]);
          const word = command.word;
          if (!found || !word) continue;
          const { account, disclosed } = found;
          const data = { instruction, command, ...(account !== undefined && { account }) };
          const whom = account === undefined ? 'a user' : `\`${account}\``;
          yield {
            at: word.at,
            severity: disclosed ? 'error' : 'warning',
            message: disclosed
              ? `The password of ${whom} stands here in plain text, and in the history of the image. Leave the account without one, and start the container as the user that it needs.`
              : `\`${command.name}\` gives ${whom} a password that every copy of the image shares. Leave the account without one, and start the container as the user that it needs.`,
            data,
          };
        }
      }
    }
  },
  *fix(problem, { model }) {
    const { instruction, command, account } = problem.data!;
    const edit = withoutPassword(model, instruction, command);
    const whom = account === undefined ? 'the account' : `\`${account.slice(0, 40)}\``;
    if (edit)
      yield {
        title: `Give ${whom} no password: nobody can log in with one`,
        safety: 'review',
        preferred: true,
        edits: [edit],
      };
  },
});

/** Without the command that sets it, or without the option of the command that creates the account. */
function withoutPassword(model: Model, instruction: Instruction, command: PlainCommand): Edit | undefined {
  const { name, args } = command;
  if (name !== 'useradd' && name !== 'usermod') return removeCommand(model, instruction, command);
  const index = args.findIndex(({ text }) => /^(-p|--password)/.test(text));
  const option = args[index];
  if (!option) return undefined;
  const value = /^(-p|--password)$/.test(option.text) ? args[index + 1] : option;
  if (!value) return undefined;
  // A change of nothing but the password.
  if (name === 'usermod' && args.length === (value === option ? 2 : 3))
    return removeCommand(model, instruction, command);
  return removeWords(model.dockerfile, { start: option.at.start, end: value.at.end });
}

interface PasswordSet {
  readonly account?: string;
  /** It is in the file as plain text. */
  readonly disclosed: boolean;
}

function passwordSet(command: PlainCommand, previous: PlainCommand | undefined): PasswordSet | undefined {
  const { name, args } = command;
  if (name === 'chpasswd') {
    const hashed = args.some(({ text }) => /^(-[a-zA-Z]*e|--encrypted)$/.test(text));
    const { pipeline } = command.command;
    const piped = pipeline !== undefined && previous?.command.pipeline === pipeline ? previous : undefined;
    const given = command.command.redirects.find(({ operator }) => operator === '<<<')?.target;
    const text = given?.value ?? spoken(piped);
    // What a command makes up, such as random bytes, nobody knows.
    if (piped?.args.some(({ value, text }) => value === undefined && /\$\(|`/.test(text))) return undefined;
    const entry = /^\s*([^:\s]+):(\S+)/.exec(text ?? '');
    const literal = entry !== null && !/^\*+$|^[!*]/.test(entry[2]!);
    return { ...(entry && { account: entry[1]! }), disclosed: literal && !hashed };
  }
  if (name === 'passwd') {
    const deletes = args.some(({ text }) => text === '-d' || text === '--delete');
    const account = args.find(({ text }) => !text.startsWith('-'))?.value;
    const standard = args.some(({ text }) => text === '--stdin');
    if (!standard || deletes) return undefined;
    const { pipeline } = command.command;
    const text =
      pipeline !== undefined && previous?.command.pipeline === pipeline ? spoken(previous) : undefined;
    return { ...(account !== undefined && { account }), disclosed: text !== undefined && text.trim() !== '' };
  }
  if (name !== 'useradd' && name !== 'usermod') return undefined;
  const read = readOptions(command, {
    short: 'bcdefFgGkKlpPRsuZ'.replace(name === 'useradd' ? 'l' : '', ''),
    long: ['password', 'uid', 'gid', 'groups', 'home-dir', 'home', 'shell', 'comment'],
  });
  const value = optionValue(read, 'p', 'password');
  // `!`, `*` and `x` lock it; an empty one is no password.
  if (value === undefined || /^[!*x]?$/.test(value)) return undefined;
  const account = read.positional[0]?.value;
  return { ...(account !== undefined && { account }), disclosed: false };
}

/** What echo or printf writes, when it is literal. */
function spoken(command: PlainCommand | undefined): string | undefined {
  if (command?.name !== 'echo' && command?.name !== 'printf') return undefined;
  const words = command.args.filter(({ text }) => !/^-[neE]+$/.test(text));
  return words.every(({ value }) => value !== undefined)
    ? words.map(({ value }) => value).join(' ')
    : undefined;
}

export const docs = `
\`chpasswd\`, \`passwd --stdin\` and \`useradd --password\` are reported in what is shipped. A literal password is an error: it can be read in the
file and in \`docker history\`. An account needs none: nobody logs in to a container, and \`docker exec --user\` asks for none.
Locking an account (\`passwd -l\`, \`--password '!'\`) is silent.
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN echo "root:secret" | «chpasswd»\nUSER 10001\n`,
    fixed: `FROM debian:12\nUSER 10001\n`,
    note: 'An error: it stands there in plain text.',
  },
  {
    bad: `FROM debian:12\nRUN useradd app \\\n && echo "app:secret" | «chpasswd» \\\n && mkdir /app\nUSER app\n`,
    fixed: `FROM debian:12\nRUN useradd app \\\n && mkdir /app\nUSER app\n`,
  },
  {
    bad: `FROM debian:12\nRUN «useradd» -m -p '$6$salt$hash' app\nUSER app\n`,
    fixed: `FROM debian:12\nRUN useradd -m app\nUSER app\n`,
    note: 'A hash.',
  },
  {
    bad: `FROM debian:12\nRUN ./password | «chpasswd»\nUSER 10001\n`,
    fixed: false,
    note: 'What the script does besides is not known.',
  },
  { good: `FROM debian:12\nRUN useradd -m app && passwd -l app\nUSER app\n`, note: 'The account is locked.' },
  {
    good: `FROM debian:12\nRUN echo "root:$(openssl rand -hex 24)" | chpasswd\nUSER 10001\n`,
    note: 'Nobody knows it.',
  },
  { good: `FROM debian:12\nRUN useradd -p '!' app\nUSER app\n`, note: 'No password fits.' },
  {
    good: `FROM debian:12 AS t\nRUN echo "root:x" | chpasswd\nFROM debian:12\nUSER 10001\n`,
    note: 'A builder stage.',
  },
] satisfies Example[];
