// Compilers and headers in the last stage of a file that has others to build in.
import { defineRule, type Example } from '../../define-rule.ts';
import { baseName } from '../../model/base.ts';
import { type BuildEvidence, buildEvidence } from '../../model/build-evidence.ts';
import { buildImageOf } from '../../model/build-images.ts';
import { isDevelopment } from '../../model/file-role.ts';
import type { Model } from '../../model/model.ts';
import { isDevelopmentStage } from '../../model/stage-role.ts';
import { startedProgram } from '../../model/started-program.ts';
import { startsShellOrNothing, startsTool } from '../../model/started-tools.ts';

export default defineRule<BuildEvidence>({
  id: 'build-tools-in-final-stage',
  severity: 'information',
  profiles: ['recommended', 'hardened-images', 'cis'],
  summary: 'Build tools are installed in the stage that is shipped',
  why: 'Compilers, headers and SDKs add vulnerabilities to the image and let an intruder build what is missing.',
  sources: ['cis:4.3'],
  *check({ model, facts }) {
    const last = model.finalStage;
    // A file of one stage is the matter of single-stage-build.
    if (!last || model.stages.length < 2 || isDevelopment(model) || isDevelopmentStage(last)) return;
    if (startsShellOrNothing(model, last) || startsTool(model, last, buildTools)) return;
    const base = model.finalChain.at(-1)?.base;
    const program = startedProgram(model, last);
    // The base image itself is one to build in: build-image-in-final-stage says so.
    if (base?.kind === 'image' && program && buildImageOf(facts, base.reference, base.facts, program)) return;
    const evidence = firstEvidence(model);
    if (!evidence) return;
    yield {
      at: evidence.at,
      message: `${evidence.what} stays in the last stage, which is shipped on \`${baseName(last)}\`. ${advice(evidence)}.`,
      data: evidence,
    };
  },
});

/** Programs that need what is found here at run time. */
const buildTools =
  /^(make|cmake|ninja|gcc|g\+\+|cc|clang|go|cargo|rustc|mvn|mvnw|gradle|gradlew|dotnet|javac|bazel|air|sbt)$/;

function advice({ name }: BuildEvidence): string {
  return name !== undefined && /-dev(el)?$/.test(name)
    ? 'Build in an earlier stage, and install only the library itself here'
    : 'Build in an earlier stage and copy the result';
}

function firstEvidence(model: Model): BuildEvidence | undefined {
  const { packages } = model.finalStage!.end;
  for (const stage of model.finalChain) {
    const found = buildEvidence(model, stage);
    if (!found) continue;
    // What an earlier stage installs, a later one may have removed.
    if (found.name === undefined || packages.has(found.name)) return found;
  }
  return undefined;
}

export const docs = `
Only in files of several stages: where there is but one, [single-stage-build](single-stage-build.md) speaks of it, and where the base image of
the last stage is itself one to build in, [build-image-in-final-stage](build-image-in-final-stage.md). So a file has one of the three.

Silent where the packages are removed again in the same step, where the image starts a shell or nothing at all (an image to build in), and where
it starts the tool itself.
`;

export const examples = [
  {
    bad: `FROM node:22 AS assets\nRUN npm ci && npm run build\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y «gcc» libpq-dev\nCOPY --from=assets /dist /dist\nUSER 10001\nCMD ["python", "app.py"]\n`,
    fixed: false,
  },
  {
    bad: `FROM python:3.12-slim AS base\nRUN apt-get update && apt-get install -y «build-essential»\nFROM base\nCOPY . /app\nUSER 10001\nCMD ["python", "/app/main.py"]\n`,
    fixed: false,
  },
  {
    bad: `FROM alpine:3.22 AS a\nFROM ruby:3.3-slim\nRUN apt-get update && apt-get install -y «libxml2-dev»\nUSER 10001\nCMD ["ruby", "app.rb"]\n`,
  },
  {
    good: `FROM python:3.12 AS build\nRUN pip install --prefix=/install .\nFROM python:3.12-slim\nRUN apt-get update && apt-get install -y libpq5\nCOPY --from=build /install /usr/local\nUSER 10001\nCMD ["python", "app.py"]\n`,
    note: 'What is needed at run time.',
  },
  {
    good: `FROM alpine:3.22 AS a\nFROM alpine:3.22\nRUN apk add --no-cache --virtual .build gcc musl-dev && ./configure && apk del .build\nUSER 10001\nCMD ["app"]\n`,
    note: 'Removed in the same step.',
  },
  {
    good: `FROM alpine:3.22 AS a\nFROM debian:12\nRUN apt-get update && apt-get install -y gcc\nCMD ["bash"]\n`,
    note: 'An image to build in.',
  },
  {
    good: `FROM alpine:3.22 AS a\nFROM debian:12\nRUN apt-get update && apt-get install -y make gcc\nUSER 10001\nCMD ["make", "serve"]\n`,
    note: 'It starts the tool.',
  },
  {
    good: `FROM alpine:3.22 AS a\nFROM python:3.12-slim AS dev\nRUN apt-get update && apt-get install -y gcc\nUSER 10001\nCMD ["python", "app.py"]\n`,
    note: 'A stage for development.',
  },
] satisfies Example[];
