// The final stage runs as root, said or implied.
import { defineRule, type Example, type Fix } from '../../define-rule.ts';
import { chownCopies, insertBeforeCommand, lastRootInstruction, writtenPaths } from '../../edits/add-user.ts';
import { accountCreation, numericUser } from '../../edits/create-user.ts';
import { removeLines } from '../../edits/insert.ts';
import { isDevelopmentFile } from '../../model/file-role.ts';
import { baseName } from '../../model/base.ts';
import type { Stage } from '../../model/model.ts';
import type { Instruction } from '../../parse/syntax.ts';

interface Data {
  readonly stage: Stage;
  /** The USER that says root; absent when the base image's default stands. */
  readonly said?: Instruction;
}

export default defineRule<Data>({
  id: 'root-user',
  severity: 'warning',
  profiles: ['recommended', 'cis', 'hardened-images'],
  summary: 'The final stage runs as root',
  why: 'A process that breaks out of its container, or writes to a mounted path, does so with the rights it has inside.',
  sources: ['hadolint:DL3002', 'trivy:DS-0002', 'checkov:CKV_DOCKER_3', 'checkov:CKV_DOCKER_8', 'kics:fd54f200-402c-4333-a5a4-36ef6709af2f', 'cis:4.1'],
  *check({ model, context }) {
    const stage = model.finalStage;
    if (!stage || isDevelopmentFile(context) || stage.end.runsAsRoot !== true) return;
    const { end } = stage;
    const by = end.user?.by;
    // The official database images start as root and step down by themselves.
    if (end.facts?.stepsDownItself === true && end.entrypoint?.by === 'image') return;
    const image = baseName(stage);
    if (by !== undefined && by !== 'image') {
      yield {
        at: by.words[0]?.at ?? by.at,
        message: `The container runs as root: USER says so. Switch to a user without rights after the last step that needs root.`,
        data: { stage: model.stages[by.stage] ?? stage, said: by },
      };
      return;
    }
    yield {
      at: stage.imageWord?.at ?? stage.from.at,
      message: `The container runs as root: that is the default of \`${image}\`, and no USER changes it. Add one before CMD.`,
      data: { stage },
    };
  },
  *fix(problem, { model }) {
    const { said } = problem.data!;
    const stage = model.finalStage!;
    const { facts } = stage.end;
    if (facts?.unprivilegedTwin !== undefined && stage.imageWord && stage.base.kind === 'image' && stage.base.fromArgument === undefined) {
      yield twinFix(stage, facts.unprivilegedTwin);
      return;
    }
    if (facts?.stepsDownItself === true) {
      yield { title: 'Add USER', reason: `The entrypoint of \`${baseName(stage)}\` expects to start as root and is replaced here; what it needs is not known.` };
      return;
    }
    if (facts?.role === 'service' && facts.runsAs === undefined) {
      yield { title: 'Add USER', reason: `It is not known whether \`${baseName(stage)}\` runs as another user than root.` };
      return;
    }
    // The switch back: the file already has an account that it left for root.
    const earlier = said && stage.instructions.findLast((other) => other.keyword === 'USER' && other.at.start < said.at.start && model.after(other).runsAsRoot === false);
    const own = facts?.runsAs ?? (earlier && model.after(earlier).user?.name);
    const replaced = said && said.stage === stage.index && noRootNeededAfter(stage, said) ? [removeLines(model.dockerfile, said)] : [];
    if (own !== undefined && stage.end.account(own) === 'present') {
      yield* userFixes(own, own, []);
      return;
    }
    const creation = accountCreation(stage.end, 'nonroot');
    if (stage.end.account('nonroot') === 'present' || creation === undefined) yield* userFixes(stage.end.account('nonroot') === 'present' ? 'nonroot' : numericUser, 'a numeric user', []);
    else yield* userFixes('nonroot', 'a user `nonroot`', [creation]);

    function* userFixes(user: string, name: string, before: readonly string[]): Iterable<Fix> {
      const paths = writtenPaths(model, stage);
      const canRun = stage.end.tool('/bin/sh').presence === 'present';
      const owner = user.includes(':') ? user : `${user}:${groupOf(user)}`;
      const ownership = canRun && paths.length > 0 ? [`mkdir -p ${paths.join(' ')}`, `chown -R ${owner} ${paths.join(' ')}`] : [];
      const steps = [...before, ...ownership];
      const run = steps.length > 0 ? [`RUN ${steps.join(' && ')}`] : [];
      const what = before.length > 0 ? `Create ${name} and run as it` : `Run as ${user === numericUser ? user : `\`${user}\``}`;
      const owned = ownership.length > 0 ? `, which owns ${paths.join(', ')}` : '';
      yield {
        title: what + owned,
        safety: 'review',
        preferred: true,
        edits: joinEdits([...replaced, insertBeforeCommand(model, stage, [...run, `USER ${user}`])]),
      };
      const copies = chownCopies(stage, user.includes(':') || before.length === 0 ? owner : numericUser);
      const workdir = stage.end.workdir;
      const home = canRun && workdir !== undefined && workdir !== '/' && /^[\w./-]+$/.test(workdir) && stage.end.workdirBy !== 'image' ? [`chown ${owner} ${workdir}`] : [];
      if (copies.length === 0 && home.length === 0) return;
      const all = [...steps, ...home];
      yield {
        title: `${what}, which owns everything that is copied`,
        safety: 'review',
        edits: joinEdits([...replaced, ...copies, insertBeforeCommand(model, stage, [...(all.length > 0 ? [`RUN ${all.join(' && ')}`] : []), `USER ${user}`])]),
      };
    }

    function groupOf(user: string): string {
      return stage.end.accounts.get(user)?.gid?.toString() ?? user;
    }
  },
});

function noRootNeededAfter(stage: Stage, said: Instruction): boolean {
  const last = lastRootInstruction(stage);
  return last === undefined || last.at.start < said.at.start;
}

function twinFix(stage: Stage, twin: string): Fix {
  const word = stage.imageWord!;
  return {
    title: `Start from ${twin}, which runs without root (it listens on port 8080)`,
    safety: 'review',
    preferred: true,
    edits: [{ start: word.at.start, end: word.at.end, text: twin }],
  };
}

/** Edits at the same place joined into one, in the given order. */
function joinEdits(edits: readonly { start: number; end: number; text: string }[]) {
  const joined: { start: number; end: number; text: string }[] = [];
  for (const edit of [...edits].sort((one, other) => one.start - other.start)) {
    const last = joined.at(-1);
    if (last && edit.start <= last.end) joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, edit.end), text: last.text + edit.text };
    else joined.push(edit);
  }
  return joined;
}

export const docs = `
The rule looks at the stage that is shipped and knows the default user of its base image: distroless \`:nonroot\`,
Docker Hardened Images and Chainguard images are silent without any USER, and so are the official database images, whose
entrypoint steps down by itself.

The fix uses the account the image is made to run as (\`node\`, \`app\`), starts from the image's unprivileged twin where
only that helps (nginx), and otherwise creates \`nonroot\` (65532) without home and login shell. Code stays owned by root and
readable; only paths that are known to be written (volumes, data, log and upload directories) are given to the user.
`;

export const examples = [
  {
    bad: `FROM «python:3.12-slim»
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt
EXPOSE 8000
CMD ["python", "app.py"]
`,
    fixed: `FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt
EXPOSE 8000
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["python", "app.py"]
`,
  },
  {
    bad: `FROM «node:22-slim»
WORKDIR /app
COPY . .
CMD ["node", "server.js"]
`,
    fixed: `FROM node:22-slim
WORKDIR /app
COPY . .
USER node
CMD ["node", "server.js"]
`,
  },
  {
    bad: `FROM alpine:3.22
COPY app /usr/local/bin/app
RUN mkdir -p /var/lib/app/data
USER «root»
ENTRYPOINT ["app"]
`,
    fixed: `FROM alpine:3.22
COPY app /usr/local/bin/app
RUN mkdir -p /var/lib/app/data
RUN addgroup -S -g 65532 nonroot && adduser -S -D -H -h /nonexistent -s /sbin/nologin -u 65532 -G nonroot nonroot && mkdir -p /var/lib/app/data && chown -R nonroot:nonroot /var/lib/app/data
USER nonroot
ENTRYPOINT ["app"]
`,
  },
  { bad: `FROM «scratch»\nCOPY app /app\nENTRYPOINT ["/app"]\n`, fixed: `FROM scratch\nCOPY app /app\nUSER 65532:65532\nENTRYPOINT ["/app"]\n` },
  { good: `FROM postgres:16\nCOPY init.sql /docker-entrypoint-initdb.d/\n`, note: 'Its entrypoint steps down to postgres.' },
  { good: `FROM gcr.io/distroless/static-debian12:nonroot\nCOPY app /app\nENTRYPOINT ["/app"]\n`, note: 'The image runs as 65532.' },
  { good: `FROM golang:1.24 AS build\nRUN go build -o /app\nFROM gcr.io/distroless/static-debian12:nonroot\nCOPY --from=build /app /app\nENTRYPOINT ["/app"]\n` },
  { good: `FROM example.com/team/base:1\nCMD ["app"]\n`, note: 'The default user of this image is not known.' },
] satisfies Example[];
