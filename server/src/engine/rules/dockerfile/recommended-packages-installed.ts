// apt also installs what the packages only recommend.
import { defineRule, type Example } from '../../define-rule.ts';
import { addWordAfter } from '../../edits/shell-chain.ts';
import { commandsOf } from '../../model/commands.ts';
import { isDevelopment } from '../../model/file-role.ts';
import { type PackageCall, readPackageCall } from '../../model/package-calls.ts';
import { readPackageRequest } from '../../model/packages.ts';
import { runsOf } from '../../model/triggers.ts';

export default defineRule<PackageCall>({
  id: 'recommended-packages-installed',
  severity: 'information',
  profiles: ['strict'],
  summary: 'Packages that are only recommended are installed too',
  why: 'Packages that nothing needs make the image larger and bring vulnerabilities of their own.',
  sources: ['hadolint:DL3015', 'trivy:DS-0029', 'kics:7384dfb2-fcd1-4fbf-91cd-6c44c318c33c'],
  *check({ model }) {
    if (isDevelopment(model)) return;
    // A setting of apt's own, written or copied here, may say so for all.
    if (/APT::Install-Recommends/i.test(model.dockerfile.text)) return;
    for (const stage of model.finalChain) {
      for (const instruction of stage.instructions) {
        if (
          (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') &&
          /^\/etc\/apt\/?($|apt\.conf)/.test(instruction.words.at(-1)?.value ?? '')
        )
          return;
      }
    }
    for (const stage of model.finalChain) {
      for (const instruction of runsOf(stage)) {
        for (const command of commandsOf(model, instruction)) {
          const call = readPackageCall(command);
          if (call?.manager !== 'apt' || call.action !== 'install') continue;
          // Variables may hold the option; `-f` alone and local files bring what they need.
          if (readPackageRequest(command)?.withoutRecommends !== false || call.packages.length === 0)
            continue;
          const said = call.options.some((option) => /recommends/.test(option));
          if (said || call.hasUnknownWord) continue;
          yield {
            at: { start: (command.word ?? call.verb).at.start, end: call.verb.at.end },
            message: `\`${call.program} ${call.verb.text}\` also brings whatever ${namesOf(call)} only recommend${call.packages.length === 1 ? 's' : ''}. Add \`--no-install-recommends\`, and name what is needed of it.`,
            data: call,
          };
        }
      }
    }
  },
  *fix(problem, { model }) {
    const { verb } = problem.data!;
    const edit = addWordAfter(model, verb, '--no-install-recommends');
    if (!edit) return;
    yield {
      title: 'Add --no-install-recommends (what is needed of the recommended packages has to be named)',
      safety: 'review',
      preferred: true,
      edits: [edit],
    };
  },
});

function namesOf({ packages }: PackageCall): string {
  const [first, ...more] = packages;
  if (more.length === 0) return `\`${first?.name}\``;
  return `\`${first?.name}\` and ${more.length === 1 ? `\`${more[0]?.name}\`` : `${more.length} others`}`;
}

export const docs = `
Looks at the stages that make up the shipped image. A configuration of apt that switches recommended packages off makes it silent.

The fix may leave out something that is needed: \`curl\` recommends \`ca-certificates\`, and \`git\` recommends the SSH client.
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN apt-get update && «apt-get install» -y curl && rm -rf /var/lib/apt/lists/*\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN apt-get update && apt-get install --no-install-recommends -y curl && rm -rf /var/lib/apt/lists/*\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN apt-get update && «apt-get -y install» \\\n    curl \\\n    git\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN apt-get update && apt-get -y install --no-install-recommends \\\n    curl \\\n    git\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nRUN apt-get update && apt-get -o APT::Install-Recommends=false install -y curl\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12 AS build\nRUN apt-get update && apt-get install -y gcc\nFROM debian:12\nUSER 10001\n`,
    note: 'A builder stage is not shipped.',
  },
  {
    good: `FROM debian:12\nRUN echo 'APT::Install-Recommends "0";' > /etc/apt/apt.conf.d/90lean && apt-get update && apt-get install -y curl\nUSER 10001\n`,
  },
] satisfies Example[];
