// A stage without a name that nothing uses.
import { defineRule, type Example } from '../../define-rule.ts';
import { baseName } from '../../model/base.ts';
import { rootOf } from '../../model/stage-root.ts';

export default defineRule<undefined>({
  id: 'unreachable-stage',
  severity: 'information',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'A stage is never built',
  why: 'BuildKit builds only what the target needs, so that a stage without a name that nothing copies from has no effect.',
  sources: ['tally:no-unreachable-stages'],
  *check({ model }) {
    const numbers = new Set<number>();
    for (const { flags } of model.dockerfile.instructions) {
      for (const { name, value = '' } of flags) {
        if (name === 'from' && /^\+?\d+$/.test(value)) numbers.add(Number(value));
        // What a mount or a variable names by number is looked at no closer.
        for (const match of name === 'mount' ? value.matchAll(/from=(\d+)/g) : [])
          numbers.add(Number(match[1]));
      }
    }
    for (const stage of model.stages) {
      if (stage.name !== undefined || stage === model.finalStage || stage === model.stages.at(-1)) continue;
      if (numbers.has(stage.index)) continue;
      yield {
        at: stage.from.head,
        message: `Nothing takes from this stage, and without a name it is no target: BuildKit leaves it out, and the last stage does not contain \`${baseName(rootOf(stage))}\`. Copy from it, or remove it.`,
        tags: ['unnecessary'],
      };
    }
  },
});

export const docs = `
Several FROM do not add their images together: each begins anew, and the last one is the image. A stage with a name
may be a target (\`--target test\`) and is never reported. Which images were meant to come together is not known, so
that no fix is offered.
`;

export const examples = [
  {
    bad: `«FROM python:3.12»
RUN pip install app

FROM node:22
CMD ["node", "server.js"]
`,
    fixed: false,
  },
  {
    bad: `FROM golang:1.24\nRUN go build -o /app .\n«FROM debian:12»\nFROM scratch\nCOPY --from=0 /app /app\n`,
    fixed: false,
  },
  { good: `FROM golang:1.24\nRUN go build -o /app .\nFROM scratch\nCOPY --from=0 /app /app\n` },
  {
    good: `FROM golang:1.24 AS test\nRUN go test ./...\nFROM scratch\nCOPY app /app\n`,
    note: 'It may be a target.',
  },
  { good: `FROM debian:12\nRUN true\n` },
] satisfies Example[];
