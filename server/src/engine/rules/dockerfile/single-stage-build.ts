// Build tools, or a build, in an image of one stage.
import { defineRule, type Example } from '../../define-rule.ts';
import { baseName } from '../../model/base.ts';
import { type BuildEvidence, buildEvidence } from '../../model/build-evidence.ts';
import { isDevelopment } from '../../model/file-role.ts';

export default defineRule<BuildEvidence>({
  id: 'single-stage-build',
  severity: 'information',
  profiles: ['recommended', 'hardened-images', 'cis'],
  summary: 'The image that is built in is the image that is shipped',
  why: 'Compilers, headers and package managers stay in the image, where they add vulnerabilities and help an intruder.',
  sources: ['tally:prefer-multi-stage-build', 'cis:4.3'],
  refactoring: 'split',
  *check({ model }) {
    if (model.stages.length !== 1 || isDevelopment(model)) return;
    const stage = model.stages[0]!;
    const evidence = buildEvidence(model, stage);
    if (!evidence) return;
    yield {
      at: evidence.at,
      message: `${evidence.what} stays in the image that is shipped from \`${baseName(stage)}\`. Build in a first stage and copy the result into a second one.`,
      data: evidence,
    };
  },
});

export const docs = `
Silent without a compiler, a \`-dev\` package, an SDK or a build step: a single stage that only installs pure packages is fine.
Packages that the same RUN removes again do not count.
`;

export const examples = [
  {
    bad: `FROM python:3.12-slim\nRUN apt-get update && apt-get install -y «gcc» libpq-dev\nCOPY . .\nRUN pip install -r requirements.txt\nUSER 10001\n`,
  },
  { bad: `FROM golang:1.24\nWORKDIR /src\nCOPY . .\nRUN «go build -o /app .»\nUSER 10001\nCMD ["/app"]\n` },
  {
    bad: `FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci && «npm run build»\nUSER node\nCMD ["node", "dist/main.js"]\n`,
  },
  {
    good: `FROM python:3.12-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nUSER 10001\n`,
  },
  {
    good: `FROM alpine:3.22\nRUN apk add --no-cache --virtual .build gcc musl-dev && make && apk del .build\nUSER 10001\n`,
    note: 'What is removed in the same step is not shipped.',
  },
  {
    good: `FROM golang:1.24 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nUSER 10001\n`,
  },
] satisfies Example[];
