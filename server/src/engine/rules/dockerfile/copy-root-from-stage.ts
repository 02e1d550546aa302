// The whole file system of another stage is copied into the shipped one.
import { defineRule, type Example } from '../../define-rule.ts';
import type { Model, Stage } from '../../model/model.ts';
import { readCopy } from '../../parse/arguments.ts';

export default defineRule<undefined>({
  id: 'copy-root-from-stage',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images'],
  summary: 'The whole file system of another stage is copied',
  why: 'Everything that the other stage left behind is shipped: its package manager, compilers, caches, sources and any secret in them.',
  sources: ['hadolint:DL3067'],
  *check({ model }) {
    const run = stagesThatRun(model);
    const named = new Map(model.stages.map((stage) => [stage.name ?? '', stage]));
    for (const stage of model.finalChain) {
      for (const instruction of stage.instructions) {
        const copy = instruction.keyword === 'COPY' ? readCopy(instruction) : undefined;
        const from = copy?.from?.value;
        const source = copy?.sources.find(({ value }) => /^(\/+\.?\/?|\/\*)$/.test(value));
        if (!copy || !from || !source) continue;
        const origin = /^\d+$/.test(from) ? model.stages[Number(from)] : named.get(from.toLowerCase());
        // Another image, also under a stage's name, or nothing but copied files is taken as a whole on purpose.
        if (!origin || !run.has(origin)) continue;
        const flattens = stage.base.kind === 'scratch';
        yield {
          at: source.at,
          severity: flattens ? 'information' : 'warning',
          message: flattens
            ? `This makes one layer of the whole file system of \`${from}\`; its USER, ENV and CMD are not copied with it. Set them again here, or copy only what the program needs.`
            : `The whole file system of \`${from}\` lands in the image: its tools, caches and sources, and over the files that are here. Copy only the paths that the program needs.`,
        };
      }
    }
  },
});

/** Stages in which something runs, or that are built on one. */
function stagesThatRun({ stages }: Model): Set<Stage> {
  const found = new Set<Stage>();
  for (const stage of stages) {
    const inherits = stage.base.kind === 'stage' && found.has(stage.base.stage);
    if (inherits || stage.instructions.some(({ keyword }) => keyword === 'RUN')) found.add(stage);
  }
  return found;
}

export const docs = `
A stage of its own keeps compilers, caches and sources out of the image only as long as it is not copied as a whole.
Onto \`scratch\` this is a way to make one layer of many; then the finding reminds of what is lost: the user, the
environment, the entrypoint and the command.
`;

export const examples = [
  {
    bad: `FROM golang:1.24 AS build
RUN go build -o /usr/local/bin/app .
FROM debian:12-slim
COPY --from=build «/» /
CMD ["app"]
`,
    fixed: false,
  },
  { bad: `FROM debian:12 AS base\nRUN true\nFROM scratch\nCOPY --from=base «/» /\n`, fixed: false },
  {
    good: `FROM golang:1.24 AS build\nFROM debian:12-slim\nCOPY --from=build /out/ /\n`,
    note: 'One folder of it.',
  },
  {
    good: `FROM scratch AS files\nCOPY etc /etc\nFROM debian:12-slim\nCOPY --from=files / /\n`,
    note: 'The stage holds nothing but the files.',
  },
  {
    good: `FROM debian:12 AS a\nFROM debian:12 AS export\nCOPY --from=a / /all\nFROM debian:12\nCOPY app /app\n`,
    note: 'It is not shipped.',
  },
  { good: `FROM debian:12\nCOPY --from=example.com/rootfs:1.2.3 / /\n`, note: 'An image made for that.' },
  {
    good: `FROM tonistiigi/xx:1.6.1 AS xx\nFROM golang:1.24\nCOPY --from=xx / /\n`,
    note: 'The same, under the name of a stage.',
  },
] satisfies Example[];
