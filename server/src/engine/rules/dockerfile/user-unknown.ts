// USER, --chown or a command names a user or group that the image does not have.
import { defineRule, type Example, type Problem } from '../../define-rule.ts';
import { knownUsers, numericOwner } from '../../edits/known-user.ts';
import { accountFiles, isCertain, mountsOver, stepsNaming } from '../../model/account-steps.ts';
import { accountUses, lookupPrograms, missingAccount, ownerUses } from '../../model/account-uses.ts';
import { expand } from '../../model/apply.ts';
import { baseName } from '../../model/base.ts';
import { provable } from '../../model/confidence.ts';
import type { Model, Stage } from '../../model/model.ts';
import { readCopy } from '../../parse/arguments.ts';
import type { Instruction } from '../../parse/syntax.ts';

interface Data {
  /** The USER, COPY or ADD that names it; absent for a command of a RUN. */
  readonly instruction?: Instruction;
  readonly name: string;
  /** Without an account, BuildKit takes root. */
  readonly copy?: boolean;
}

export default defineRule<Data>({
  id: 'user-unknown',
  severity: 'error',
  profiles: ['recommended', 'cis', 'hardened-images'],
  concern: 'correctness',
  summary: 'A user or group is named that the image does not have',
  why: 'Docker and chown look the name up in the image, and where it is missing the step or the container fails, or root owns what another should.',
  sources: ['cis:4.1', 'tally:named-identity-in-passwdless-stage'],
  *check({ model }) {
    for (const stage of model.stages) {
      yield* switches(model, stage);
      yield* copies(model, stage);
      yield* commands(model, stage);
    }
  },
  *fix(problem, { model }) {
    const { instruction, name, copy } = problem.data!;
    if (!instruction) return;
    if (copy) yield* numericOwner(model, instruction);
    else yield* knownUsers(model, instruction, name);
  },
});

/** USER. */
function* switches(model: Model, stage: Stage): Iterable<Problem<Data>> {
  for (const [index, instruction] of stage.instructions.entries()) {
    if (instruction.keyword !== 'USER') continue;
    const state = model.after(instruction);
    if (state.user?.by !== instruction) continue;
    const { name: user, group } = state.user;
    const missing = missingAccount(state, user, group);
    if (!missing) continue;
    const rest = stage.instructions.slice(index + 1);
    const next = rest.findIndex((other) => other.keyword === 'USER');
    const until = next < 0 ? rest : rest.slice(0, next);
    const shipped =
      next < 0 && model.finalChain.includes(stage) && model.finalStage?.end.user?.by === instruction;
    const failsAtRun = until.some((other) => other.keyword === 'RUN');
    if (!shipped && !failsAtRun) continue;
    const image = baseName(stage);
    const { kind, name } = missing;
    const late = rest.find(
      (other) =>
        other.keyword === 'RUN' &&
        (kind === 'user' ? model.after(other).account(name) : model.after(other).group(name)) === 'present',
    );
    yield {
      at: instruction.words[0]?.at ?? instruction.at,
      severity: provable(state, 'error', 'users'),
      message:
        `\`${image}\` has no ${kind} \`${name}\` and nothing before this line creates it: ` +
        `${failsAtRun ? 'the next RUN fails' : 'the container cannot start'}. Create the ${kind} first, or use a number.`,
      related: late ? [{ at: late.head, message: `\`${name}\` is created only here.` }] : [],
      data: { instruction, name: user },
    };
  }
}

/** `--chown` of COPY and ADD. BuildKit (solver/llbsolver/ops/user_linux.go) takes root for a name that it does not find. */
function* copies(model: Model, stage: Stage): Iterable<Problem<Data>> {
  for (const instruction of stage.instructions) {
    const chown = readCopy(instruction)?.chown;
    if (chown?.value === undefined) continue;
    const state = model.before(instruction);
    const text = expand(chown.value, state, model);
    const at = chown.valueAt ?? chown.at;
    const missing = ownerUses(text, { raw: '', text: '', at }).find(
      ({ kind, name }) =>
        name !== 'root' && (kind === 'user' ? state.account(name) : state.group(name)) === 'absent',
    );
    if (!missing) continue;
    const { kind, name } = missing;
    yield {
      at,
      severity: 'warning',
      message:
        `\`${baseName(stage)}\` has no ${kind} \`${name}\` at this line: BuildKit gives the files to root without a word, ` +
        `and other builders stop. Create the ${kind} first, or use numbers.`,
      data: { instruction, name, copy: true },
    };
  }
}

/** chown, su, useradd and the like in RUN. */
function* commands(model: Model, stage: Stage): Iterable<Problem<Data>> {
  let failed: Instruction | undefined;
  for (const { instruction, step } of stepsNaming(model, stage, lookupPrograms)) {
    const { command, before } = step;
    // What follows in the same RUN is not reached.
    if (instruction === failed || !isCertain(step) || mountsOver(instruction, accountFiles)) continue;
    if (before.tool(command.name ?? '').presence === 'absent') continue;
    const missing = accountUses(command, before, model).find(
      ({ kind, name }) => (kind === 'user' ? before.account(name) : before.group(name)) === 'absent',
    );
    if (!missing) continue;
    failed = instruction;
    const { kind, name, word, program } = missing;
    yield {
      at: word.at,
      severity: provable(before, 'error', 'users'),
      message:
        `\`${baseName(stage)}\` has no ${kind} \`${name}\` and nothing before creates it: \`${program}\` fails, and the build with it. ` +
        `Create the ${kind} first${program === 'chown' || program === 'chgrp' ? ', or use a number' : ''}.`,
      data: { name },
    };
  }
}

export const docs = `
Docker resolves a user's name in the image's own \`/etc/passwd\`. A base image of another family often lacks the
name that worked before: \`nonroot\` is there in distroless and Docker Hardened Images and not in \`python:3.12-slim\`.

The rule speaks only where every account of the image is known: the base image's own ones, and those the file creates.
A script, an unpacked archive or a package that may create users makes it silent. Numbers need no account.

With \`COPY --chown\`, BuildKit does not stop at a name that it cannot find: it takes root, and nothing tells you. In a RUN, \`chown\`,
\`su\`, \`gosu\`, \`install --owner\`, \`useradd --gid\` and the like fail. BusyBox' \`adduser -S app\` makes no group \`app\`: \`chown app:app\` fails after it.
`;

export const examples = [
  {
    bad: `FROM python:3.12-slim
COPY app.py /app/
USER «nonroot»
CMD ["python", "/app/app.py"]
`,
    fixed: `FROM python:3.12-slim
COPY app.py /app/
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["python", "/app/app.py"]
`,
  },
  {
    bad: `FROM node:22-alpine
USER «nonroot»
CMD ["node", "server.js"]
`,
    fixed: `FROM node:22-alpine
USER node
CMD ["node", "server.js"]
`,
  },
  {
    bad: `FROM scratch
COPY app /app
USER «app»
ENTRYPOINT ["/app"]
`,
    fixed: `FROM scratch
COPY app /app
USER 65532:65532
ENTRYPOINT ["/app"]
`,
  },
  {
    bad: `FROM debian:12
COPY --chown=«app:app» . /app
RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app app
USER app
CMD ["/app/run"]
`,
    fixed: `FROM debian:12
COPY --chown=10001:10001 . /app
RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app app
USER app
CMD ["/app/run"]
`,
    note: 'The account is created too late.',
  },
  {
    bad: `FROM alpine:3.22\nRUN adduser -S app && mkdir /data && chown «app:app» /data\nUSER app\n`,
    fixed: false,
    note: 'BusyBox puts a system account into `nogroup`.',
  },
  {
    bad: `FROM node:22-slim\nUSER «node:app»\nCMD ["node", "server.js"]\n`,
    fixed: `FROM node:22-slim\nUSER node\nCMD ["node", "server.js"]\n`,
  },
  {
    bad: `FROM alpine:3.22\nRUN adduser -S -G «app» app\nUSER app\n`,
    fixed: false,
  },
  {
    good: `FROM node:22-alpine\nCOPY --chown=node:node . /app\nRUN chown -R node:node /app\nUSER node:node\n`,
  },
  {
    good: `FROM debian:12\nRUN id app && chown app /data || true\nUSER 1000\n`,
    note: 'The failure is expected.',
  },
  {
    good: `FROM debian:12\nRUN useradd app && chown -R app:app /srv\nUSER app\n`,
    note: 'useradd makes the group too.',
  },
  { good: `FROM debian:12\nRUN chown -R www-data:www-data /srv && chgrp -R staff /opt\nUSER www-data\n` },
  {
    good: `FROM scratch\nCOPY --chown=root:root app /app\nUSER 65532:65532\nENTRYPOINT ["/app"]\n`,
    note: 'Root is what it takes.',
  },
  { good: `FROM gcr.io/distroless/static-debian12\nCOPY app /app\nUSER nonroot\nENTRYPOINT ["/app"]\n` },
  { good: `FROM python:3.12-slim\nUSER 10001\nCMD ["python"]\n`, note: 'A number needs no account.' },
  { good: `FROM debian:12\nRUN useradd --uid 10001 app\nUSER app\nCMD ["sleep", "1"]\n` },
  {
    good: `FROM debian:12\nRUN ./create-users.sh\nUSER app\nCMD ["sleep", "1"]\n`,
    note: 'A script may have created it.',
  },
  { good: `FROM example.com/team/base:1\nUSER app\nCMD ["app"]\n`, note: 'Nothing is known of this image.' },
] satisfies Example[];
