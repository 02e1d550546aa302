// sudo without a password.
import { defineRule, type Example, type Problem } from '../../define-rule.ts';
import { removeLines } from '../../edits/insert.ts';
import { removeCommand } from '../../edits/remove-command.ts';
import type { PlainCommand } from '../../model/apply-run.ts';
import { commandsOf } from '../../model/commands.ts';
import { isDevelopment } from '../../model/file-role.ts';
import type { Model } from '../../model/model.ts';
import { readCopy } from '../../parse/arguments.ts';
import type { Instruction, Span } from '../../parse/syntax.ts';

interface Data {
  readonly instruction: Instruction;
  /** Absent where COPY brings the entry. */
  readonly command?: PlainCommand;
}

/** A rule of sudoers up to the commands it allows. */
const entry = /NOPASSWD[ \t]*:[ \t]*([^\s,;"'\\]{0,200})/;

export default defineRule<Data>({
  id: 'sudoers-nopasswd',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images'],
  summary: 'A user may become root without a password',
  why: 'Running as an ordinary user then protects from nothing: whatever runs as that user is root with one more word.',
  sources: [],
  checksFixes: true,
  *check({ model }) {
    if (isDevelopment(model)) return;
    for (const { instructions } of model.finalChain) {
      for (const instruction of instructions) {
        if (instruction.keyword === 'RUN') {
          for (const command of commandsOf(model, instruction)) {
            for (const word of command.args) {
              const found = entry.exec(word.text);
              // A pattern that is looked for or taken away.
              if (found && !/^s?[/#|]|^\^/.test(word.text))
                yield problem(word.at, found[1] ?? '', { instruction, command });
            }
          }
        }
        const copy = readCopy(instruction);
        if (!copy?.destination.value.startsWith('/etc/sudoers')) continue;
        for (const { body, bodyAt } of copy.heredocs) {
          const found = entry.exec(body);
          // Leading tabs may have been taken away, so that the line is where the whole text is.
          if (found) yield problem(bodyAt, found[1] ?? '', { instruction });
        }
      }
    }
  },
  *fix({ data }, { model }) {
    const { instruction, command } = data!;
    const title = 'Do not let sudo run without a password';
    const later = laterSudo(model, instruction);
    if (later) {
      yield { title, reason: 'A later step becomes root with `sudo`, which would ask for a password then.' };
      return;
    }
    if (!command) {
      // One file with nothing besides the one entry.
      const [heredoc, more] = instruction.heredocs;
      const lines = heredoc?.body.split('\n').filter((line) => !/^\s*(#|$)/.test(line)) ?? [];
      if (more || instruction.words.length !== 2 || lines.length !== 1) return;
      yield { title, safety: 'review', preferred: true, edits: [removeLines(model.dockerfile, instruction)] };
      return;
    }
    // What else a program with such an argument does is not known.
    const writes = /^(echo|printf|tee)$/.test(command.name ?? '') && command.args.length <= 2;
    const edit = writes ? removeCommand(model, instruction, command) : undefined;
    if (edit) yield { title, safety: 'review', preferred: true, edits: [edit] };
  },
});

/** A RUN behind the instruction, or a command behind it in its own, starts `sudo`. */
function laterSudo(model: Model, instruction: Instruction): boolean {
  return model.finalChain.some(({ instructions }) =>
    instructions.some(
      (other) =>
        other.at.start >= instruction.at.start &&
        other.keyword === 'RUN' &&
        commandsOf(model, other).some(({ command }) => command.name?.value === 'sudo'),
    ),
  );
}

function problem(at: Span, command: string, data: Data): Problem<Data> {
  const everything = command === 'ALL' || command.startsWith('$') || command === '';
  return {
    at,
    data,
    severity: everything ? ('warning' as const) : ('information' as const),
    message: everything
      ? '`NOPASSWD` lets a user become root without a password. Do in the build what needs root, and leave sudo out.'
      : `\`NOPASSWD\` lets a user run \`${command}\` as root without a password. Do in the build what needs root, and leave sudo out.`,
  };
}

export const docs = `
The rule finds entries with \`NOPASSWD\` that RUN writes or COPY brings as a here-document, in what is shipped. An entry for single commands
is an information. Builder stages and development files are silent, where the entry is common practice.
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN useradd app && echo «"app ALL=(ALL) NOPASSWD:ALL"» >> /etc/sudoers\nUSER app\n`,
    fixed: `FROM debian:12\nRUN useradd app\nUSER app\n`,
  },
  {
    bad: `FROM debian:12\nCOPY <<EOF /etc/sudoers.d/app\n«app ALL=(ALL) NOPASSWD: /usr/bin/mount\n»EOF\nUSER 10001\n`,
    fixed: `FROM debian:12\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN echo «"app ALL=(ALL) NOPASSWD:ALL"» >> /etc/sudoers\nUSER app\nRUN sudo mkdir /data\n`,
    fixed: false,
    note: 'A later step needs the entry.',
  },
  {
    good: `FROM debian:12\nRUN sed -i '/NOPASSWD:ALL/d' /etc/sudoers\nUSER 10001\n`,
    note: 'It takes the entry away.',
  },
  { good: `FROM debian:12\nRUN echo "Defaults !lecture" > /etc/sudoers.d/lecture\nUSER 10001\n` },
  {
    good: `FROM debian:12\nRUN echo "vscode ALL=(root) NOPASSWD:ALL" > /etc/sudoers.d/vscode\n`,
    context: { relativePath: '.devcontainer/Dockerfile' },
    note: 'For development.',
  },
  {
    good: `FROM debian:12 AS build\nRUN echo "u ALL=(ALL) NOPASSWD:ALL" >> /etc/sudoers\nFROM debian:12\nUSER 10001\n`,
    note: 'A builder stage.',
  },
] satisfies Example[];
