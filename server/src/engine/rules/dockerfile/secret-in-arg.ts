// A secret passed as a build argument.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import { removeLines } from '../../edits/insert.ts';
import type { Stage } from '../../model/model.ts';
import { judgeSecret } from '../../model/secrets.ts';
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
  why: 'The history of the image keeps the build arguments of every RUN in clear, and provenance may keep them too.',
  sources: ['hadolint:DL3064', 'buildkit:SecretsUsedInArgOrEnv', 'trivy:DS-0031', 'cis:4.10'],
  *check({ model }) {
    for (const instruction of model.dockerfile.instructions) {
      if (instruction.keyword !== 'ARG') continue;
      for (const pair of readPairs(instruction)) {
        const verdict = judgeSecret(pair.name, pair.value);
        if (verdict === 'no') continue;
        const disclosed = verdict === 'disclosed';
        yield {
          at: pair.at,
          severity: disclosed ? 'error' : 'warning',
          message: disclosed
            ? `The default of \`${pair.name}\` stands here in clear, and in the image's history. Use a secret mount instead.`
            : `What is passed as \`${pair.name}\` stays in the image's history. Use a secret mount instead.`,
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

function inherits(stage: Stage, ancestor: number): boolean {
  for (let at: Stage = stage; ; at = at.base.stage) {
    if (at.index === ancestor) return true;
    if (at.base.kind !== 'stage') return false;
  }
}

export const docs = `
The fix mounts the secret as an environment variable for the steps that name it (\`env=\` needs Dockerfile syntax 1.10, that
is BuildKit 0.16 or later) and removes the build argument. Build with \`docker build --secret id=npm_token,env=NPM_TOKEN\`.
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
    good: `FROM debian:12\nARG GOPRIVATE\nARG TOKENIZERS_PARALLELISM=false\nARG SECRET_FILE=/run/secrets/x\nUSER 10001\n`,
  },
] satisfies Example[];
