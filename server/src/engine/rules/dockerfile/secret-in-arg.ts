// A secret passed as a build argument.
import { defineRule, type Example, type Severity } from '../../define-rule.ts';
import type { SecretVariable } from '../../edits/mount-variable.ts';
import { withoutSecretArgument } from '../../edits/remove-secret.ts';
import type { Model } from '../../model/model.ts';
import { isGuessable, judgeSecret } from '../../model/secrets.ts';
import { readPairs } from '../../parse/arguments.ts';

export default defineRule<SecretVariable>({
  id: 'secret-in-arg',
  severity: 'warning',
  profiles: ['recommended', 'cis', 'hardened-images'],
  summary: 'A secret is passed as a build argument',
  why: 'The history of the image keeps the build arguments of a shipped stage in clear, and provenance (`mode=max`) keeps all of them.',
  sources: [
    'hadolint:DL3064',
    'buildkit:SecretsUsedInArgOrEnv',
    'trivy:DS-0031',
    'kics:c3e1b6ae-d92c-44b3-8ed5-1f5442bab6a4',
    'cis:4.10',
  ],
  *check({ model }) {
    const takenUp = namesTakenUp(model);
    for (const instruction of model.dockerfile.instructions) {
      if (instruction.keyword !== 'ARG') continue;
      const stage = model.stageOf(instruction);
      const shipped = stage !== undefined && model.finalChain.includes(stage);
      for (const [index, pair] of readPairs(instruction).entries()) {
        const verdict = judgeSecret(pair.name, pair.value);
        if (verdict === 'no') continue;
        const disclosed = verdict === 'disclosed';
        if (!disclosed && stage === undefined && takenUp.has(pair.name)) continue;
        const weak = disclosed && isGuessable(pair.value ?? '', pair.name);
        yield {
          at: pair.at,
          severity: severityFor(disclosed, weak, shipped),
          message: messageFor(pair.name, disclosed, weak, shipped),
          data: { instruction, index, name: pair.name },
        };
      }
    }
  },
  *fix(problem, { model }) {
    yield* withoutSecretArgument(model, problem.data!);
  },
});

/** An argument from before FROM reaches a stage that names it: that ARG is reported instead. */
function namesTakenUp(model: Model): ReadonlySet<string> {
  const names = new Set<string>();
  for (const instruction of model.dockerfile.instructions)
    if (instruction.keyword === 'ARG' && instruction.stage >= 0)
      for (const pair of readPairs(instruction)) names.add(pair.name);
  return names;
}

function severityFor(disclosed: boolean, weak: boolean, shipped: boolean): Severity {
  if (disclosed && !weak) return 'error';
  return shipped ? 'warning' : 'information';
}

/** The history holds the arguments of the stages that are shipped; the record of the build holds all of them. */
function messageFor(name: string, disclosed: boolean, weak: boolean, shipped: boolean): string {
  if (weak)
    return `The default of \`${name}\` is a value that everyone guesses. Use a secret mount without a default.`;
  const history = shipped ? ", and in the image's history" : '';
  if (disclosed)
    return `The default of \`${name}\` stands here in clear${history}. Use a secret mount instead.`;
  return shipped
    ? `What is passed as \`${name}\` stays in the image's history. Use a secret mount instead.`
    : `What is passed as \`${name}\` stays in the record of the build and in its provenance. Use a secret mount instead.`;
}

export const docs = `
The fix removes the build argument and mounts the secret as an environment variable (\`env=\` needs Dockerfile syntax 1.10, that
is BuildKit 0.16 or later) for the steps that name it and for those that may read it, such as a script or a package manager; a second
one mounts it as a file, which older builders can too. In a stage that is not shipped the finding is an information. Build with \`docker build --secret id=npm_token,env=NPM_TOKEN\`.
`;

export const examples = [
  {
    bad: `FROM node:22-slim\nARG «NPM_TOKEN»\nRUN echo "//npm.example.com/:_authToken=$NPM_TOKEN" > .npmrc && npm ci && rm .npmrc\nUSER node\n`,
    fixed: `FROM node:22-slim\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN echo "//npm.example.com/:_authToken=$NPM_TOKEN" > .npmrc && npm ci && rm .npmrc\nUSER node\n`,
  },
  {
    bad: `FROM debian:12\nARG «GITHUB_TOKEN=ghx_abc123»\nUSER 10001\n`,
    fixed: `FROM debian:12\nUSER 10001\n`,
  },
  {
    bad: `FROM node:22-slim\nARG «NPM_TOKEN»\nRUN echo "//npm.example.com/:_authToken=$NPM_TOKEN" > .npmrc && npm ci && rm .npmrc\nUSER node\n`,
    title: 'Read NPM_TOKEN from a mounted file',
    fixed: `FROM node:22-slim\nRUN --mount=type=secret,id=npm_token export NPM_TOKEN="$(cat /run/secrets/npm_token)" && echo "//npm.example.com/:_authToken=$NPM_TOKEN" > .npmrc && npm ci && rm .npmrc\nUSER node\n`,
    note: 'For an older BuildKit.',
  },
  {
    bad: `# syntax=docker/dockerfile:1.4\nFROM golang:1.25\nARG «GITHUB_TOKEN»\nRUN ["./fetch", "$GITHUB_TOKEN"]\nUSER 10001\n`,
    fixed: false,
    note: 'That syntax gives a secret as a file only, which exec form cannot read.',
  },
  {
    bad: `FROM node:22-slim AS build\nARG «SENTRY_AUTH_TOKEN»\nENV SENTRY_AUTH_TOKEN=$SENTRY_AUTH_TOKEN\nRUN apt-get update && apt-get install -y git\nRUN npm run build\nFROM node:22-slim\nUSER node\n`,
    fixed: `FROM node:22-slim AS build\nRUN apt-get update && apt-get install -y git\nRUN --mount=type=secret,id=sentry_auth_token,env=SENTRY_AUTH_TOKEN npm run build\nFROM node:22-slim\nUSER node\n`,
    note: 'No step names it: what a script may read is given to it.',
  },
  {
    bad: `FROM node:22-slim AS base\nARG «NPM_TOKEN»\nFROM base\nRUN ./fetch $NPM_TOKEN\nUSER node\n`,
    fixed: `FROM node:22-slim AS base\nFROM base\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN ./fetch $NPM_TOKEN\nUSER node\n`,
  },
  { bad: `FROM debian:12\nARG «PASSWORD»\nENV MY=$PASSWORD\nUSER 10001\n`, fixed: false },
  {
    bad: `ARG NPM_TOKEN\nFROM node:22-slim AS build\nARG «NPM_TOKEN»\nRUN ./fetch $NPM_TOKEN\nFROM node:22-slim\nUSER node\n`,
    fixed: `FROM node:22-slim AS build\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN ./fetch $NPM_TOKEN\nFROM node:22-slim\nUSER node\n`,
    note: 'Once, where the stage takes it up; an information, because the stage is not shipped.',
  },
  {
    good: `FROM debian:12\nARG DATABASE_AUTH=https://ci:k9Xw27dTq@db.corp.io\nUSER 10001\n`,
    note: 'secret-in-url reports it.',
  },
  {
    good: `FROM debian:12\nARG GOPRIVATE\nARG TOKENIZERS_PARALLELISM=false\nARG SECRET_FILE=/run/secrets/x\nUSER 10001\n`,
  },
] satisfies Example[];
