// The package index is fetched in a layer of its own.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import { removeLines } from '../../edits/insert.ts';
import { addCommandBefore } from '../../edits/shell-chain.ts';
import { commandsOf } from '../../model/commands.ts';
import { isDevelopment } from '../../model/file-role.ts';
import { mayRunAnything } from '../../model/hidden-commands.ts';
import type { Model, Stage } from '../../model/model.ts';
import { type PackageCall, readPackageCall } from '../../model/package-calls.ts';
import { readMounts } from '../../parse/arguments.ts';
import type { Instruction } from '../../parse/syntax.ts';

interface Data {
  readonly instruction: Instruction;
  /** The first install that works with this index; none: nothing does. */
  readonly install?: PackageCall;
}

export default defineRule<Data>({
  id: 'update-without-install',
  severity: 'warning',
  profiles: ['recommended', 'cis'],
  concern: 'correctness',
  summary: 'The package index is fetched in a layer of its own',
  why: 'The build cache keeps that layer, so that a later change installs from an index that is weeks old and misses security updates.',
  sources: ['trivy:DS-0017', 'checkov:CKV_DOCKER_5', 'kics:9bae49be-0aa3-4de5-bab2-4c3a069e40cd', 'cis:4.7'],
  checksFixes: true,
  *check({ model }) {
    if (isDevelopment(model)) return;
    for (const stage of model.stages) {
      for (const [index, instruction] of stage.instructions.entries()) {
        const update = loneUpdate(model, instruction);
        if (!update) continue;
        const use = nextUse(model, stage, index + 1, update.manager);
        // Where the program is missing, that is what there is to say.
        if (use === 'unknown' || model.before(instruction).tool(update.program).presence === 'absent')
          continue;
        if (use === 'none') {
          yield {
            at: { start: (update.command.word ?? update.verb).at.start, end: update.verb.at.end },
            severity: 'information',
            message: `Nothing installs from the index that \`${update.program} ${update.verb.text}\` fetches: it only takes room, and it is old when an image built from this one installs. Leave it out.`,
            data: { instruction },
          };
          continue;
        }
        const install = use;
        yield {
          at: { start: (update.command.word ?? update.verb).at.start, end: update.verb.at.end },
          message: `This \`${update.program} ${update.verb.text}\` has a layer of its own, and the install that needs it comes later: the build cache keeps an old index for it. Run both in one RUN.`,
          related: [{ at: install.verb.at, message: 'Installs from that index.' }],
          data: { instruction, install },
        };
      }
    }
  },
  *fix(problem, { model }) {
    const { instruction, install } = problem.data!;
    const [update, more] = commandsOf(model, instruction);
    if (!update || more) return;
    if (!install) {
      const edits = [removeLines(model.dockerfile, instruction)];
      yield { title: 'Remove the update', safety: 'review', preferred: true, edits };
      return;
    }
    const update_ = readPackageCall(update);
    const { start, end } = update.command.at;
    const written = model.dockerfile.text.slice(start, end).replace(/^sudo\s+(-[A-Z]\s+)?/, '');
    if (!update_ || /[\n\\`]/.test(written) || instruction.flags.length > 0) return;
    const before: Edit | undefined = addCommandBefore(model, install.command, written);
    if (!before || instruction.heredocs.length > 0 || instruction.exec) return;
    yield {
      title: `Run ${written} together with the install`,
      safety: 'review',
      preferred: true,
      edits: [removeLines(model.dockerfile, instruction), before],
    };
  },
});

/** The update of a RUN that fetches an index into its layer and installs nothing. */
function loneUpdate(model: Model, instruction: Instruction): PackageCall | undefined {
  if (instruction.keyword !== 'RUN') return undefined;
  let update: PackageCall | undefined;
  for (const command of commandsOf(model, instruction)) {
    const call = readPackageCall(command);
    if (call?.action === 'refresh' && (call.manager === 'apt' || call.manager === 'apk')) update ??= call;
    else if (call?.action === 'install' || call?.action === 'upgrade' || mayRunAnything(command))
      return undefined;
  }
  if (
    update &&
    readMounts(instruction).some(({ type, target }) => type === 'cache' || /apt|apk/.test(target ?? ''))
  )
    return undefined;
  return update;
}

/** The install that comes next and works with this index; `unknown` where a script, or a stage built on this one, may. */
function nextUse(
  model: Model,
  stage: Stage,
  from: number,
  manager: PackageCall['manager'],
): PackageCall | 'none' | 'unknown' {
  let isHidden = false;
  for (let index = from; index < stage.instructions.length; index++) {
    const instruction = stage.instructions[index]!;
    if (instruction.keyword === 'ONBUILD') return 'unknown';
    if (instruction.keyword !== 'RUN') continue;
    const commands = commandsOf(model, instruction);
    if (commands.length === 0) return 'unknown';
    for (const command of commands) {
      const call = readPackageCall(command);
      if (mayRunAnything(command)) isHidden = true;
      if (call?.manager !== manager) continue;
      if (call.action === 'refresh') return 'unknown';
      if (call.action !== 'install' || call.packages.length === 0) continue;
      // apk fetches the index itself when it is told to.
      const fetches = call.options.some((option) =>
        /^(--no-cache|--update|--update-cache|-[a-z]*U[a-z]*)$/.test(option),
      );
      return fetches ? 'unknown' : call;
    }
  }
  const isContinued = model.stages.some(({ base }) => base.kind === 'stage' && base.stage === stage);
  return isHidden || isContinued ? 'unknown' : 'none';
}

export const docs = `
A RUN whose \`apt-get update\` or \`apk update\` is followed by no install of its own, while a later RUN installs with the index that it
left. Where the later RUN fetches the index itself, or a script follows that may, the rule is silent. An index that nothing in the
file installs from is information.

The fix moves the update in front of that install.
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN «apt-get update»\nRUN apt-get install -y curl\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN apt-get update && apt-get install -y curl\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\n# The tools\nRUN «apt-get -qq update»\nRUN echo tools && \\\n    DEBIAN_FRONTEND=noninteractive apt-get install -y \\\n      curl\nUSER 10001\n`,
    fixed: `FROM debian:12\n# The tools\nRUN echo tools && \\\n    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get install -y \\\n      curl\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN echo "deb http://deb.debian.org/debian bookworm-backports main" > /etc/apt/sources.list.d/b.list && «apt-get update»\nRUN apt-get install -y curl\nUSER 10001\n`,
    fixed: false,
  },
  {
    bad: `FROM alpine:3.22\nRUN «apk update»\nCOPY app /app\nUSER 10001\n`,
    fixed: `FROM alpine:3.22\nCOPY app /app\nUSER 10001\n`,
    note: 'Nothing uses it.',
  },
  {
    good: `FROM debian:12\nRUN apt-get update\nCOPY install.sh /\nRUN /install.sh\nUSER 10001\n`,
    note: 'A script may install.',
  },
  {
    good: `FROM debian:12 AS a\nRUN apt-get update\nFROM a\nRUN apt-get install -y curl && rm -rf /var/lib/apt/lists/*\nUSER 10001\n`,
    note: 'Another stage installs.',
  },
  { good: `FROM debian:12\nRUN apt-get update && apt-get install -y curl\nUSER 10001\n` },
  {
    good: `FROM debian:12\nRUN apt-get update\nRUN apt-get update && apt-get install -y curl\nUSER 10001\n`,
    note: 'The install has its own.',
  },
  { good: `FROM debian:12\nRUN apt-get update && ./install.sh\nRUN apt-get install -y curl\nUSER 10001\n` },
  { good: `FROM alpine:3.22\nRUN apk update\nRUN apk add --no-cache curl\nUSER 10001\n` },
  {
    good: `FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update\nRUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get install -y curl\nUSER 10001\n`,
  },
] satisfies Example[];
