// A secret passed as a build argument.
import { defineRule, type Edit, type Example, type Severity } from '../../define-rule.ts';
import { removeLines } from '../../edits/insert.ts';
import type { Model, Stage } from '../../model/model.ts';
import { isGuessable, judgeSecret } from '../../model/secrets.ts';
import { readPairs } from '../../parse/arguments.ts';
import type { Instruction } from '../../parse/syntax.ts';
import { mentions } from '../../text/mentions.ts';

interface Data {
  readonly instruction: Instruction;
  readonly name: string;
  readonly disclosed: boolean;
}

export default defineRule<Data>({
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
      for (const pair of readPairs(instruction)) {
        const verdict = judgeSecret(pair.name, pair.value);
        if (verdict === 'no') continue;
        const disclosed = verdict === 'disclosed';
        if (!disclosed && stage === undefined && takenUp.has(pair.name)) continue;
        const weak = disclosed && isGuessable(pair.value ?? '', pair.name);
        yield {
          at: pair.at,
          severity: severityFor(disclosed, weak, shipped),
          message: messageFor(pair.name, disclosed, weak, shipped),
          data: { instruction, name: pair.name, disclosed },
        };
      }
    }
  },
  *fix(problem, { model }) {
    const { instruction, name } = problem.data!;
    const title = `Read ${name} from a secret mount`;
    if (readPairs(instruction).length > 1) return;
    const { text } = model.dockerfile;
    const later = model.dockerfile.instructions.filter((other) => other.at.start > instruction.at.start);
    // A stage that is built FROM this one inherits the argument.
    const stages = model.stages
      .filter((stage) => inherits(stage, instruction.stage))
      .map((stage) => stage.index);
    const inScope = instruction.stage < 0 ? later : later.filter((other) => stages.includes(other.stage));
    const uses = inScope.filter((other) => mentions(text.slice(other.at.start, other.at.end), name));
    const elsewhere = uses.find((other) => other.keyword !== 'RUN' || other.exec);
    if (elsewhere) {
      yield {
        title,
        reason: `${elsewhere.keyword} uses \`${name}\` too, and a secret mount reaches only RUN.`,
      };
      return;
    }
    if (uses.length === 0) {
      yield {
        title,
        reason: `No RUN names \`${name}\`: which step reads it from its environment is not known.`,
      };
      return;
    }
    const again = inScope.filter(
      (other) =>
        other.keyword === 'ARG' &&
        readPairs(other).some((pair) => pair.name === name && pair.value === undefined),
    );
    const edits: Edit[] = [
      removeLines(model.dockerfile, instruction),
      ...again.map((other) => removeLines(model.dockerfile, other)),
      ...globalOf(model, instruction, name).map((other) => removeLines(model.dockerfile, other)),
    ];
    for (const use of uses) {
      const at = use.keywordAt.end;
      edits.push({ start: at, end: at, text: ` --mount=type=secret,id=${name.toLowerCase()},env=${name}` });
    }
    yield {
      title: `${title} (build with --secret id=${name.toLowerCase()},env=${name}; Dockerfile syntax 1.10 or later)`,
      safety: 'review',
      preferred: true,
      edits,
    };
  },
});

/** The ARG before FROM that only this one takes up. */
function globalOf(model: Model, taken: Instruction, name: string): Instruction[] {
  const { instructions, text } = model.dockerfile;
  const others = instructions.filter((other) => other !== taken);
  const names = (other: Instruction) => readPairs(other).some((pair) => pair.name === name);
  if (others.some((other) => other.keyword === 'ARG' && other.stage >= 0 && names(other))) return [];
  const before = others.filter((other) => other.keyword === 'ARG' && other.stage < 0 && names(other));
  const used = others.some(
    (other) =>
      (other.keyword === 'FROM' || other.stage < 0) &&
      mentions(text.slice(other.at.start, other.at.end), name),
  );
  return used || before.some((other) => readPairs(other).length > 1) ? [] : before;
}

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

function inherits(stage: Stage, ancestor: number): boolean {
  for (let at: Stage = stage; ; at = at.base.stage) {
    if (at.index === ancestor) return true;
    if (at.base.kind !== 'stage') return false;
  }
}

export const docs = `
The fix mounts the secret as an environment variable for the steps that name it (\`env=\` needs Dockerfile syntax 1.10, that
is BuildKit 0.16 or later) and removes the build argument. In a stage that is not shipped the finding is an information. Build with \`docker build --secret id=npm_token,env=NPM_TOKEN\`.
`;

export const examples = [
  {
    bad: `FROM node:22-slim\nARG «NPM_TOKEN»\nRUN echo "//npm.example.com/:_authToken=$NPM_TOKEN" > .npmrc && npm ci && rm .npmrc\nUSER node\n`,
    fixed: `FROM node:22-slim\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN echo "//npm.example.com/:_authToken=$NPM_TOKEN" > .npmrc && npm ci && rm .npmrc\nUSER node\n`,
  },
  { bad: `FROM debian:12\nARG «GITHUB_TOKEN=ghx_abc123»\nUSER 10001\n`, fixed: false },
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
