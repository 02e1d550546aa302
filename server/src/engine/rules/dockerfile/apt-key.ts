// Repository keys are added with apt-key.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import type { PlainCommand } from '../../model/apply-run.ts';
import { baseName } from '../../model/base.ts';
import { commandsOf } from '../../model/commands.ts';
import { provable } from '../../model/confidence.ts';
import { downloads } from '../../model/downloads.ts';
import type { ImageState } from '../../model/state.ts';
import { runsOf } from '../../model/triggers.ts';
import type { Instruction } from '../../parse/syntax.ts';

interface Data {
  readonly instruction: Instruction;
  readonly command: PlainCommand;
}

export default defineRule<Data>({
  id: 'apt-key',
  severity: 'warning',
  profiles: ['recommended'],
  summary: 'Repository keys are added with apt-key',
  why: 'Such a key vouches for the packages of every repository, and apt-key is gone from Debian 13 and Ubuntu 25.04 on.',
  sources: [],
  *check({ model }) {
    for (const stage of model.stages) {
      for (const instruction of runsOf(stage)) {
        const commands = commandsOf(model, instruction).filter(({ name }) => name === 'apt-key');
        const state = commands.length > 0 ? model.before(instruction) : undefined;
        if (state === undefined) continue;
        const gone = isGone(state);
        for (const command of commands) {
          const { certainty, at } = command.command;
          const adds = command.args.some(({ text }) => text === 'add' || text === 'adv');
          if (!adds && !(gone && certainty === 'always')) continue;
          yield {
            at,
            severity: gone && certainty === 'always' ? provable(state, 'error', 'release') : 'warning',
            message: gone
              ? `\`${baseName(stage)}\` has no \`apt-key\` any more. ${advice}`
              : `A key that \`apt-key\` adds vouches for every repository, and newer releases do not have \`apt-key\`. ${advice}`,
            data: { instruction, command },
            tags: ['deprecated'],
          };
        }
      }
    }
  },
  *fix(problem, { model }) {
    const { instruction, command } = problem.data!;
    const gpg = model.before(instruction).tool('gpg').presence;
    const mayHaveGpg = isGone(model.before(instruction)) ? gpg === 'present' : gpg !== 'absent';
    const edit = savedKey(commandsOf(model, instruction), command, model.dockerfile.text, mayHaveGpg);
    if (edit)
      yield {
        title: `Save the key in ${edit.place}`,
        safety: 'review',
        preferred: true,
        edits: [edit.edit],
      };
  },
});

const advice = 'Save the key in `/etc/apt/keyrings` and name it with `signed-by=` in the source.';

/** Removed in apt 2.9.15: Debian 13 and Ubuntu 25.04 have 3.0. */
function isGone({ facts, opaqueBy, tools }: ImageState): boolean {
  if (opaqueBy !== undefined || tools.get('apt-key')?.presence === 'present') return false;
  const release = /^(\d+)(?:\.(\d+))?$/.exec(facts?.release ?? '');
  if (!release) return false;
  return facts?.distro === 'debian'
    ? Number(release[1]) >= 13
    : facts?.distro === 'ubuntu' && Number(release[1]) >= 25;
}

/**
 * `curl URL.asc | apt-key add -` as `curl URL.asc > FILE.asc`: apt reads an armoured key by that ending only. Of another URL `gpg
 * --dearmor` makes a binary key, whatever comes; `apt-key` needed gpg too.
 */
function savedKey(
  commands: readonly PlainCommand[],
  { command, args, word }: PlainCommand,
  text: string,
  mayHaveGpg: boolean,
): { edit: Edit; place: string } | undefined {
  const file = args[1]?.value;
  if (command.pipeline === undefined && args.length === 2 && args[0]!.value === 'add' && file && word) {
    const [, base] = /^\/?(?:[\w.-]+\/)*([\w-]+)(?:\.\w+)*$/.exec(file) ?? [];
    const { start, end } = command.at;
    if (base === undefined || !mayHaveGpg || word.at.start !== start || command.redirects.length > 0)
      return undefined;
    const place = `/etc/apt/trusted.gpg.d/${base}.gpg`;
    return { place, edit: { start, end, text: `gpg --dearmor < ${file} > ${place}` } };
  }
  if (
    command.pipeline === undefined ||
    args.length !== 2 ||
    args[0]!.value !== 'add' ||
    args[1]!.value !== '-'
  )
    return undefined;
  const joined = commands.filter((other) => other.command.pipeline === command.pipeline);
  const [source] = joined;
  const fetch = source && downloads(source)?.fetches;
  if (joined.length !== 2 || !source || fetch?.length !== 1 || fetch[0]!.output !== undefined)
    return undefined;
  const { host, url } = fetch[0]!;
  if (host === undefined || !/^https:/.test(url.value ?? '') || word === undefined) return undefined;
  // Between the two only the pipe may stand, on one line or over a continuation.
  const between = text.slice(source.command.at.end, command.at.start);
  const pipe = /^\s*(?:\\\r?\n\s*)?\|\s*(?:\\\r?\n\s*)?(sudo\s+)?$/.exec(between.slice(0, 300));
  if (!pipe || command.redirects.length > 0 || between.length > 300) return undefined;
  const name = `/etc/apt/trusted.gpg.d/${host.replace(/[^A-Za-z0-9-]+/g, '-')}`;
  if (!/\.asc$/.test(url.value ?? '')) {
    const { start, end } = word.at;
    if (!mayHaveGpg || pipe[1] !== undefined || start !== command.at.start) return undefined;
    const place = `${name}.gpg`;
    return { place, edit: { start, end: Math.max(end, command.at.end), text: `gpg --dearmor > ${place}` } };
  }
  const place = `${name}.asc`;
  const start = source.command.at.end;
  return { place, edit: { start, end: command.at.end, text: ` > ${place}` } };
}

export const docs = `
An error where the image is known not to have apt-key (Debian 13, Ubuntu 25.04 and later) and the command surely runs; a warning
elsewhere. The fix saves an armoured key (an address that ends in \`.asc\`) where apt finds it; it then still vouches for every
repository. Better: put it into \`/etc/apt/keyrings\` and write \`[signed-by=/etc/apt/keyrings/NAME.asc]\` into the source.
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN curl -fsSL https://example.com/key.asc | «apt-key add -»\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN curl -fsSL https://example.com/key.asc > /etc/apt/trusted.gpg.d/example-com.asc\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:13\nRUN «apt-key adv --keyserver keyserver.ubuntu.com --recv-keys ABCDEF»\nUSER 10001\n`,
    fixed: false,
    note: 'An error: the build ends here.',
  },
  {
    bad: `FROM ubuntu:22.04\nCOPY key.gpg /tmp/\nRUN «apt-key add /tmp/key.gpg»\nUSER 10001\n`,
    fixed: `FROM ubuntu:22.04\nCOPY key.gpg /tmp/\nRUN gpg --dearmor < /tmp/key.gpg > /etc/apt/trusted.gpg.d/key.gpg\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl gnupg\nRUN curl -fsSL https://example.com/key.pub | «apt-key add -»\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl gnupg\nRUN curl -fsSL https://example.com/key.pub | gpg --dearmor > /etc/apt/trusted.gpg.d/example-com.gpg\nUSER 10001\n`,
    note: 'Whether it comes as text or not.',
  },
  {
    good: `FROM debian:12\nRUN curl -fsSL https://example.com/key.asc -o /etc/apt/keyrings/example.asc\nUSER 10001\n`,
  },
  { good: `FROM debian:12\nRUN apt-key list\nUSER 10001\n`, note: 'Only listed.' },
  { good: `FROM debian:12\nRUN apt-get update && echo apt-key add\nUSER 10001\n` },
] satisfies Example[];
