// A secret is removed in a later layer than the one that holds it.
import { defineRule, type Example, type Fix, type Refusal } from '../../define-rule.ts';
import { joinEdits } from '../../edits/join.ts';
import { mountFile } from '../../edits/mount-file.ts';
import { withoutSecretEnvironment } from '../../edits/remove-secret.ts';
import { withoutCopiedSecret } from '../../edits/uncopy-secret.ts';
import { commandsOf } from '../../model/commands.ts';
import type { Model, Stage } from '../../model/model.ts';
import { copiedSecrets } from '../../model/secret-files.ts';
import { type LateRemoval, lateRemovals } from '../../model/secret-writes.ts';
import { judgeSecret } from '../../model/secrets.ts';
import { readPairs } from '../../parse/arguments.ts';
import { lastPart } from '../../text/paths.ts';

interface Data {
  readonly stage: Stage;
  readonly removal?: LateRemoval;
  /** A variable of ENV that a RUN unsets. */
  readonly variable?: string;
}

export default defineRule<Data>({
  id: 'secret-removed-too-late',
  severity: 'error',
  profiles: ['recommended', 'hardened-images', 'cis'],
  summary: 'A secret is removed in a later layer',
  why: 'A layer keeps what it holds: removing a file later only hides it from the container.',
  sources: ['cis:4.10'],
  checksFixes: true,
  *check({ model }) {
    for (const stage of model.finalChain) {
      for (const removal of lateRemovals(model, stage)) {
        const { at, write } = removal;
        yield {
          at,
          message: `\`${write.path.replace('/home/~', '~')}\` (${write.what}) stays in the layer of the ${write.instruction.keyword} that brought it: this only hides it. Mount it as a secret, or bring and remove it in one RUN.`,
          related: [{ at: write.at, message: 'This layer keeps it.' }],
          data: { stage, removal },
        };
      }
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== 'RUN') continue;
        const { env } = model.before(instruction);
        for (const { name, args } of commandsOf(model, instruction)) {
          if (name !== 'unset') continue;
          for (const word of args)
            if (env.has(word.text) && judgeSecret(word.text, env.get(word.text)) === 'disclosed')
              yield {
                at: word.at,
                severity: 'warning',
                message: `\`unset\` ends with this RUN: ENV keeps \`${word.text}\` in the image. Use a secret mount instead of ENV.`,
                data: { stage, variable: word.text },
              };
        }
      }
    }
  },
  *fix(problem, { model }) {
    const { stage, removal, variable } = problem.data!;
    if (removal) yield* withoutLayer(model, stage, removal);
    for (const instruction of variable === undefined ? [] : stage.instructions) {
      if (instruction.keyword !== 'ENV') continue;
      const index = readPairs(instruction).findIndex(({ name }) => name === variable);
      if (index >= 0) yield* withoutSecretEnvironment(model, { instruction, index, name: variable! });
    }
  },
});

function* withoutLayer(model: Model, stage: Stage, { write }: LateRemoval): Iterable<Fix | Refusal> {
  const { instruction, path } = write;
  if (instruction.keyword !== 'RUN') {
    const secret = copiedSecrets(model, instruction).find(({ word }) => word.at.start === write.at.start);
    // It is gone before the container starts, so that only the build can need it.
    if (secret) yield* withoutCopiedSecret(model, stage, instruction, secret, false);
    return;
  }
  const title = `Mount ${lastPart(path)} as a secret for the steps that read it`;
  const mounted = mountFile(model, { stage, by: instruction, target: path });
  if (typeof mounted === 'string') yield { title, reason: mounted };
  else if (mounted.steps > 0)
    yield {
      title: `${title} (build with --secret id=${mounted.id},src=${lastPart(path)})`,
      safety: 'review',
      preferred: true,
      edits: joinEdits(mounted.edits),
    };
}

export const docs = `
Reported at the \`rm\` when an earlier instruction of the shipped stage brought the file: a COPY or ADD of a file with secrets, or a RUN that
wrote \`.npmrc\`, \`.netrc\` or a key from a variable. Both paths have to be known. An \`unset\` of a variable that ENV sets is reported too.
With a secret mount the file is there for one RUN and in no layer: \`RUN --mount=type=secret,id=netrc,target=/root/.netrc …\`.
`;

export const examples = [
  {
    bad: `FROM debian:12\nCOPY id_rsa /root/.ssh/id_rsa\nRUN git clone git@github.com:corp/a.git /a && rm «/root/.ssh/id_rsa»\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN --mount=type=secret,id=id_rsa,target=/root/.ssh/id_rsa git clone git@github.com:corp/a.git /a\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nWORKDIR /app\nCOPY .netrc .\nRUN make\nRUN rm -f «.netrc»\nUSER 10001\n`,
    fixed: `FROM debian:12\nWORKDIR /app\nRUN --mount=type=secret,id=netrc,target=/app/.netrc make\nUSER 10001\n`,
  },
  {
    bad: `FROM node:22-slim\nARG NPM_TOKEN\nRUN echo "//npm.corp.io/:_authToken=$NPM_TOKEN" > /root/.npmrc\nRUN npm ci\nRUN rm «/root/.npmrc»\nUSER node\n`,
    fixed: `FROM node:22-slim\nARG NPM_TOKEN\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci\nUSER node\n`,
  },
  {
    bad: `FROM debian:12\nENV API_TOKEN=k9Xw27dTq\nRUN ./fetch && unset «API_TOKEN»\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN --mount=type=secret,id=api_token,env=API_TOKEN ./fetch && unset API_TOKEN\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12\nARG SSH_KEY\nRUN echo "$SSH_KEY" > /root/.ssh/id_rsa && git clone git@github.com:corp/a.git /a && rm /root/.ssh/id_rsa\nUSER 10001\n`,
    note: 'One layer: the file is not in it.',
  },
  {
    good: `FROM debian:12\nRUN --mount=type=secret,id=netrc,target=/root/.netrc git clone https://git.corp.io/a /a\nRUN rm -f /root/.netrc\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12 AS source\nCOPY id_rsa /root/.ssh/id_rsa\nRUN git clone git@github.com:corp/a.git /a\nRUN rm /root/.ssh/id_rsa\nFROM debian:12\nCOPY --from=source /a /a\nUSER 10001\n`,
    note: 'The stage is not shipped: secret-file-copied says the rest.',
  },
  { good: `FROM debian:12\nCOPY setup.sh /setup.sh\nRUN /setup.sh\nRUN rm /setup.sh\nUSER 10001\n` },
  { good: `FROM debian:12\nCOPY .env.example /app/.env\nRUN make\nRUN rm /app/.env\nUSER 10001\n` },
] satisfies Example[];
