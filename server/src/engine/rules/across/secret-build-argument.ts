// A service's image is built with a secret as a build argument.
import type { ComposeService, ComposeVariable } from '../../compose/project.ts';
import type { ServiceImage } from '../../compose/service-image.ts';
import { defineComposeRule, type Example, type Severity } from '../../define-rule.ts';
import type { Model } from '../../model/model.ts';
import { isGuessable, judgeSecret } from '../../model/secrets.ts';
import { readPairs } from '../../parse/arguments.ts';
import { quoted } from '../../parse/errors/problem.ts';

export default defineComposeRule<undefined>({
  id: 'secret-build-argument',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images'],
  summary: 'An image is built with a secret as a build argument',
  why: 'The history of the image keeps the build arguments of a shipped stage in clear, and provenance (`mode=max`) keeps all of them.',
  sources: [],
  *check({ project, imageOf }) {
    for (const service of project.services) {
      if (!service.build) continue;
      for (const argument of service.build.args) {
        const verdict = judgeSecret(argument.name, literal(argument));
        if (verdict === 'no') continue;
        const kept = keeps(imageOf(service), argument.name);
        if (verdict === 'expected' && kept === 'nowhere') continue;
        const isWeak = verdict === 'disclosed' && isGuessable(argument.value ?? '', argument.name);
        yield {
          at: verdict === 'disclosed' ? argument.at : argument.nameAt,
          severity: severityFor(verdict === 'disclosed' && !isWeak, kept),
          message: messageFor(service, argument.name, verdict === 'disclosed', kept),
        };
      }
    }
  },
});

/** A value that is made of variables is none of this file. */
function literal({ value, isInterpolated }: ComposeVariable): string | undefined {
  return isInterpolated ? '$VALUE' : (value ?? undefined);
}

type Kept = 'image' | 'record' | 'nowhere' | 'unknown';

/** Which record of the build holds the argument: that of the image, if a shipped stage declares it. */
function keeps(image: ServiceImage | undefined, name: string): Kept {
  if (image === undefined) return 'unknown';
  const declared = known.get(image.model) ?? declaredIn(image.model);
  known.set(image.model, declared);
  return declared.get(name) ?? 'nowhere';
}

const known = new WeakMap<Model, ReadonlyMap<string, Kept>>();

function declaredIn(model: Model): ReadonlyMap<string, Kept> {
  const shipped = new Set(model.finalChain);
  const declared = new Map<string, Kept>();
  for (const instruction of model.dockerfile.instructions) {
    if (instruction.keyword !== 'ARG') continue;
    const stage = model.stageOf(instruction);
    const kept = stage !== undefined && shipped.has(stage) ? 'image' : 'record';
    for (const { name } of readPairs(instruction))
      if (declared.get(name) !== 'image') declared.set(name, kept);
  }
  return declared;
}

function severityFor(isDisclosed: boolean, kept: Kept): Severity {
  if (isDisclosed) return 'error';
  return kept === 'record' || kept === 'nowhere' ? 'information' : 'warning';
}

function messageFor(service: ComposeService, name: string, isDisclosed: boolean, kept: Kept): string {
  const where =
    kept === 'image'
      ? `in the history of the image of ${quoted(service.name)}`
      : 'in the record of the build and in its provenance';
  const what = isDisclosed
    ? `${quoted(name)} stands here in clear${kept === 'nowhere' ? '' : `, and ${where}`}.`
    : `What is passed as ${quoted(name)} stays ${where}.`;
  return `${what} Give it as a secret of the build: \`build.secrets\` here, and \`RUN --mount=type=secret\` in the Dockerfile.`;
}

export const docs = `
Names and values are judged as those of ARG in a Dockerfile (secret-in-arg). With the Dockerfile at hand the rule tells whether the shipped
stage declares the argument, so that the image's history holds it, or only a stage before it; what no ARG declares goes nowhere.

A secret of the build needs a change in both files, so no fix is offered here:

\`\`\`yaml
services:
  web:
    build:
      context: .
      secrets: [npm_token]
secrets:
  npm_token:
    environment: NPM_TOKEN
\`\`\`

and in the Dockerfile \`RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci\`.
`;

const shipped = 'FROM node:22-slim\nARG NPM_TOKEN\nRUN npm ci\nUSER node\n';

export const examples = [
  {
    bad: `services:\n  web:\n    build:\n      context: .\n      args:\n        «NPM_TOKEN»: \${NPM_TOKEN}\n`,
    files: { Dockerfile: shipped },
    fixed: false,
  },
  {
    bad: `services:\n  web:\n    build:\n      context: .\n      args:\n        - «NPM_TOKEN=k9Xw27dTqLm4»\n`,
    files: { Dockerfile: shipped },
    note: 'An error: it is disclosed in this file too.',
  },
  {
    bad: `services:\n  web:\n    build:\n      context: .\n      args:\n        - «NPM_TOKEN»\n`,
    files: { Dockerfile: 'FROM node:22 AS build\nARG NPM_TOKEN\nRUN npm ci\nFROM node:22-slim\nUSER node\n' },
    note: 'An information: a stage that is not shipped declares it.',
  },
  {
    good: `services:\n  web:\n    build:\n      context: .\n      args:\n        NODE_ENV: production\n        TOKEN_FILE: /run/secrets/token\n`,
    files: { Dockerfile: shipped },
  },
  {
    good: `services:\n  web:\n    build:\n      context: .\n      args:\n        GITHUB_TOKEN: \${GITHUB_TOKEN}\n`,
    files: { Dockerfile: shipped },
    note: 'No ARG takes it; build-argument-unknown says so.',
  },
] satisfies Example[];
