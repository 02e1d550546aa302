// USER names an account that the image does not have.
import { defineRule, type Example } from '../../define-rule.ts';
import { knownUsers } from '../../edits/known-user.ts';
import { baseName } from '../../model/base.ts';
import { provable } from '../../model/confidence.ts';
import type { Instruction } from '../../parse/syntax.ts';

interface Data {
  readonly instruction: Instruction;
  readonly name: string;
}

export default defineRule<Data>({
  id: 'user-unknown',
  severity: 'error',
  profiles: ['recommended', 'cis', 'hardened-images'],
  concern: 'correctness',
  summary: 'USER names an account that the image does not have',
  why: 'Docker looks the name up in the image at start, and where it is missing nothing starts: every RUN after it fails, and so does the container.',
  sources: ['cis:4.1', 'tally:named-identity-in-passwdless-stage'],
  *check({ model }) {
    for (const stage of model.stages) {
      for (const [index, instruction] of stage.instructions.entries()) {
        if (instruction.keyword !== 'USER') continue;
        const state = model.after(instruction);
        if (state.user?.by !== instruction || state.account(state.user.name) !== 'absent') continue;
        const rest = stage.instructions.slice(index + 1);
        const next = rest.findIndex((other) => other.keyword === 'USER');
        const until = next < 0 ? rest : rest.slice(0, next);
        const shipped =
          next < 0 && model.finalChain.includes(stage) && model.finalStage?.end.user?.by === instruction;
        const failsAtRun = until.some((other) => other.keyword === 'RUN');
        if (!shipped && !failsAtRun) continue;
        const { name } = state.user;
        const image = baseName(stage);
        const late = rest.find(
          (other) => other.keyword === 'RUN' && model.after(other).account(name) === 'present',
        );
        yield {
          at: instruction.words[0]?.at ?? instruction.at,
          severity: provable(state, 'error', 'users'),
          message:
            `\`${image}\` has no user \`${name}\` and nothing before this line creates it: ` +
            `${failsAtRun ? 'the next RUN fails' : 'the container cannot start'}. Create the user first, or use a number.`,
          related: late ? [{ at: late.head, message: `\`${name}\` is created only here.` }] : [],
          data: { instruction, name },
        };
      }
    }
  },
  *fix(problem, { model }) {
    const { instruction, name } = problem.data!;
    yield* knownUsers(model, instruction, name);
  },
});

export const docs = `
Docker resolves a user's name in the image's own \`/etc/passwd\`. A base image of another family often lacks the
name that worked before: \`nonroot\` is there in distroless and Docker Hardened Images and not in \`python:3.12-slim\`.

The rule speaks only where every account of the image is known: the base image's own ones, and those the file creates.
A script, an unpacked archive or a package that may create users makes it silent. Numbers need no account.
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
  { good: `FROM gcr.io/distroless/static-debian12\nCOPY app /app\nUSER nonroot\nENTRYPOINT ["/app"]\n` },
  { good: `FROM python:3.12-slim\nUSER 10001\nCMD ["python"]\n`, note: 'A number needs no account.' },
  { good: `FROM debian:12\nRUN useradd --uid 10001 app\nUSER app\nCMD ["sleep", "1"]\n` },
  {
    good: `FROM debian:12\nRUN ./create-users.sh\nUSER app\nCMD ["sleep", "1"]\n`,
    note: 'A script may have created it.',
  },
  { good: `FROM example.com/team/base:1\nUSER app\nCMD ["app"]\n`, note: 'Nothing is known of this image.' },
] satisfies Example[];
