// A RUN gets the host's network or all privileges.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import type { Flag, Instruction } from '../../parse/syntax.ts';

interface Data {
  readonly flag: Flag;
}

const problems: Readonly<Record<string, { readonly value: string; readonly message: string }>> = {
  security: {
    value: 'insecure',
    message:
      '`--security=insecure` gives this step all capabilities and devices, as `docker run --privileged` does. Leave it out, or give only the step what it needs in another way.',
  },
  network: {
    value: 'host',
    message:
      "`--network=host` lets this step reach everything that listens on the build machine's loopback. Leave it out, or name the server by an address.",
  },
};

export default defineRule<Data>({
  id: 'insecure-run',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images'],
  summary: 'A RUN gets the network of the host or all privileges',
  why: 'What a build downloads and runs, such as the scripts of packages, then reaches the machine that builds.',
  sources: [],
  *check({ model }) {
    for (const stage of model.stages) {
      for (const instruction of stage.instructions) {
        for (const flag of flagsOf(instruction)) {
          const problem = problems[flag.name];
          if (problem && flag.value?.toLowerCase() === problem.value)
            yield { at: flag.at, message: problem.message, data: { flag } };
        }
      }
    }
  },
  *fix(problem, { model }) {
    const { flag } = problem.data!;
    const edit = withoutFlag(model.dockerfile.text, flag);
    if (edit)
      yield {
        title: `Run this step without \`--${flag.name}=${flag.value}\``,
        safety: 'review',
        preferred: true,
        edits: [edit],
      };
  },
});

function flagsOf(instruction: Instruction): readonly Flag[] {
  const run = instruction.keyword === 'ONBUILD' ? instruction.trigger : instruction;
  return run?.keyword === 'RUN' ? run.flags : [];
}

/** The flag with the blanks after it, on one line. */
function withoutFlag(text: string, { at }: Flag): Edit | undefined {
  let { end } = at;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return end > at.end ? { start: at.start, end, text: '' } : undefined;
}

export const docs = `
Both flags need an entitlement (\`docker buildx build --allow\`), because they take the build out of its sandbox. \`--network=none\`
and \`--network=default\` are silent.
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN «--security=insecure» mount -t tmpfs none /mnt\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN mount -t tmpfs none /mnt\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN --mount=type=cache,target=/c «--network=host» curl http://127.0.0.1:3142/\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN --mount=type=cache,target=/c curl http://127.0.0.1:3142/\nUSER 10001\n`,
  },
  { good: `FROM debian:12\nRUN --network=none make\nUSER 10001\n`, note: 'No network at all.' },
  {
    good: `FROM debian:12\nRUN --security=sandbox --network=default make\nUSER 10001\n`,
    note: 'The defaults.',
  },
  {
    good: `FROM debian:12\nRUN docker run --network=host x\nUSER 10001\n`,
    note: "Another program's option.",
  },
] satisfies Example[];
