// The package index of apt stays in the image.
import { defineRule, type Example } from '../../define-rule.ts';
import { addCommandAtEnd } from '../../edits/shell-chain.ts';
import { commandsOf } from '../../model/commands.ts';
import { isDevelopment } from '../../model/file-role.ts';
import { mayRunAnything } from '../../model/hidden-commands.ts';
import type { Model } from '../../model/model.ts';
import { fetchesIndex, type PackageCall, readPackageCall } from '../../model/package-calls.ts';
import { runsOf } from '../../model/triggers.ts';
import { readMounts } from '../../parse/arguments.ts';
import type { Instruction } from '../../parse/syntax.ts';

const removal = 'rm -rf /var/lib/apt/lists/*';

export default defineRule<Instruction>({
  id: 'package-lists-kept',
  severity: 'information',
  profiles: ['recommended'],
  summary: 'The package index of apt stays in the image',
  why: 'The lists take some 20 to 50 MB of the layer, and a later RUN that removes them makes the image no smaller.',
  sources: ['hadolint:DL3009', 'kics:df746b39-6564-4fed-bf85-e9c44382303c'],
  *check({ model }) {
    if (isDevelopment(model)) return;
    for (const stage of model.finalChain) {
      for (const instruction of runsOf(stage)) {
        const update = keptBy(model, instruction);
        if (!update) continue;
        yield {
          at: { start: (update.command.word ?? update.verb).at.start, end: update.verb.at.end },
          message: `The lists that \`${update.program} ${update.verb.text}\` fetches stay in this layer. Remove them in the same RUN: \`${removal}\`.`,
          data: instruction,
        };
      }
    }
  },
  *fix(problem, { model }) {
    const instruction = problem.data!;
    const title = 'Remove the package lists at the end of this RUN';
    const later = installsLater(model, instruction);
    if (later) {
      yield { title, reason: 'A later RUN installs with the lists that this one fetches; join them first.' };
      return;
    }
    const edit = addCommandAtEnd(model, instruction, removal);
    if (edit) yield { title, safety: 'review', preferred: true, edits: [edit] };
  },
});

/** The update whose lists are left when the RUN ends. */
function keptBy(model: Model, instruction: Instruction): PackageCall | undefined {
  let kept: PackageCall | undefined;
  for (const command of commandsOf(model, instruction)) {
    const call = readPackageCall(command);
    if (call?.manager === 'apt' && fetchesIndex(call)) kept = call;
    if (call?.manager === 'apt' && /^dist-?clean$/.test(call.verb.text)) kept = undefined;
    const mayRemove = command.name === 'rm' || command.name === 'find' || command.name === 'xargs';
    const lists = command.args.some(({ text }) =>
      /lib\/apt|apt\/lists|^\/var\/(lib\/)?\*?$|^\/var\/\{/.test(text),
    );
    if (kept && ((mayRemove && lists) || mayRunAnything(command))) kept = undefined;
  }
  if (!kept || kept.options.some((option) => /Dir::State|Dir=|RootDir/.test(option))) return undefined;
  const mounted = readMounts(instruction).some(
    ({ type, target }) =>
      (type === 'cache' || type === 'tmpfs') && /^\/var(\/lib(\/apt(\/lists)?)?)?\/?$|\$/.test(target ?? '$'),
  );
  return mounted ? undefined : kept;
}

/** A later RUN of the same stage, or of one that starts from it, installs before it updates. */
function installsLater(model: Model, instruction: Instruction): boolean {
  const own = model.stages[instruction.stage];
  const followers = new Set([own]);
  for (const stage of model.stages) {
    const { base } = stage;
    if (base.kind === 'stage' && followers.has(base.stage)) followers.add(stage);
    if (!followers.has(stage)) continue;
    for (const later of stage.instructions) {
      if (later.keyword !== 'RUN' || later.at.start <= instruction.at.start) continue;
      const first = commandsOf(model, later)
        .map((command) => readPackageCall(command))
        .find((call) => call?.manager === 'apt' && (call.action === 'install' || call.action === 'refresh'));
      if (first && !fetchesIndex(first)) return true;
      if (commandsOf(model, later).some(mayRunAnything)) return true;
    }
  }
  return false;
}

export const docs = `
Looks at the stages that make up the shipped image. Builder stages, cache and tmpfs mounts on \`/var/lib/apt\`, and RUNs that start a
script that may clean up are no findings. Docker's Debian and Ubuntu images remove the downloaded archives by themselves, so that
\`apt-get clean\` changes nothing there.
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN «apt-get update» && apt-get install -y --no-install-recommends curl\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN «apt-get update» \\\n  && apt-get install -y --no-install-recommends \\\n    curl \\\n    git\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN apt-get update \\\n  && apt-get install -y --no-install-recommends \\\n    curl \\\n    git \\\n  && rm -rf /var/lib/apt/lists/*\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN «apt-get update»\nRUN apt-get install -y curl\nUSER 10001\n`,
    fixed: false,
    note: 'The next RUN needs the lists.',
  },
  {
    bad: `FROM debian:13\nRUN «apt-get install» -y --update curl\nUSER 10001\n`,
    fixed: `FROM debian:13\nRUN apt-get install -y --update curl && rm -rf /var/lib/apt/lists/*\nUSER 10001\n`,
  },
  {
    good: `FROM debian:13\nRUN apt-get install -y --update curl && apt-get dist-clean\nUSER 10001\n`,
    note: 'dist-clean removes the lists.',
  },
  {
    good: `FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12 AS build\nRUN apt-get update && apt-get install -y gcc\nFROM debian:12\nCOPY --from=build /app /app\nUSER 10001\n`,
    note: 'A builder stage is not shipped.',
  },
  {
    good: `FROM debian:12\nRUN --mount=type=cache,target=/var/cache/apt --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y curl\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nRUN --mount=type=tmpfs,target=/var/lib/apt/lists apt-get update && apt-get install -y curl\nUSER 10001\n`,
  },
] satisfies Example[];
