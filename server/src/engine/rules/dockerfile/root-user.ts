// The final stage runs as root, said or implied.
import { defineRule, type Example } from '../../define-rule.ts';
import { unprivilegedFixes } from '../../edits/run-unprivileged.ts';
import { baseName } from '../../model/base.ts';
import { isDevelopment } from '../../model/file-role.ts';
import type { Stage } from '../../model/model.ts';
import { startsNothing, stepsDownItself } from '../../model/needs-root.ts';
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
  sources: [
    'hadolint:DL3002',
    'trivy:DS-0002',
    'checkov:CKV_DOCKER_3',
    'checkov:CKV_DOCKER_8',
    'kics:fd54f200-402c-4333-a5a4-36ef6709af2f',
    'kics:67fd0c4a-68cf-46d7-8c41-bc9fba7e40ae',
    'cis:4.1',
  ],
  checksFixes: true,
  *check({ model }) {
    const stage = model.finalStage;
    if (!stage || isDevelopment(model) || stage.end.runsAsRoot !== true || stepsDownItself(model, stage))
      return;
    // Such a stage hands files over (`docker build --output`): nothing in it can run.
    if (
      stage.end.facts?.id === 'scratch' &&
      stage.end.entrypoint === undefined &&
      stage.end.cmd === undefined
    )
      return;
    const severity = startsNothing(stage) ? 'information' : undefined;
    const by = stage.end.user?.by;
    if (by !== undefined && by !== 'image') {
      yield {
        at: by.words[0]?.at ?? by.at,
        message:
          'The container runs as root because this USER says so. Switch to an unprivileged user after the last step that needs root.',
        ...(severity && { severity }),
        data: { stage, said: by },
      };
      return;
    }
    yield {
      at: stage.imageWord?.at ?? stage.from.at,
      message: `The container runs as root: \`${baseName(stage)}\` starts as root, and no USER changes that. Add a USER before CMD.`,
      ...(severity && { severity }),
      data: { stage },
    };
  },
  *fix(problem, { model }) {
    const { stage, said } = problem.data!;
    yield* unprivilegedFixes(model, stage, said);
  },
});

export const docs = `
The rule looks at the stage that is shipped and knows the default user of its base image: distroless \`:nonroot\`,
Docker Hardened Images and Chainguard images are silent without any USER, and so are the official database images, whose
entrypoint steps down by itself.

An image that starts nothing of its own (a shell or an interpreter that waits for input, or no CMD at all) is there to be built on
or worked in: that it starts as root is information. An entrypoint script of the build context that steps down (\`gosu\`, \`su-exec\`,
\`setpriv\`, \`su\`…) is read, and makes the rule silent.

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
CMD ["python", "app.py"]
`,
    fixed: `FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt
RUN groupadd --system --gid 65532 nonroot && useradd --system --uid 65532 --gid nonroot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin nonroot
USER nonroot
CMD ["python", "app.py"]
`,
  },
  {
    bad: `FROM «node:22-slim»
COPY . /app
CMD ["node", "/app/server.js"]
`,
    fixed: `FROM node:22-slim
COPY . /app
USER node
CMD ["node", "/app/server.js"]
`,
  },
  {
    bad: `FROM «scratch»\nCOPY app /app\nENTRYPOINT ["/app"]\n`,
    fixed: `FROM scratch\nCOPY app /app\nUSER 65532:65532\nENTRYPOINT ["/app"]\n`,
  },
  { bad: `FROM «buildpack-deps:bookworm»\nRUN make install\nCMD ["python3"]\n` },
  {
    bad: `FROM «debian:12»\nCOPY docker-entrypoint.sh /\nENTRYPOINT ["/docker-entrypoint.sh"]\nCMD ["server"]\n`,
    files: { 'docker-entrypoint.sh': '#!/bin/sh\n# gosu is not needed here\nexec "$@"\n' },
  },
  {
    good: `FROM debian:12\nRUN apt-get update && apt-get install -y gosu\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n`,
    note: 'The script has gosu to step down with.',
  },
  {
    good: `FROM debian:12\nCOPY docker-entrypoint.sh /usr/local/bin/\nENTRYPOINT ["docker-entrypoint.sh"]\nCMD ["server"]\n`,
    files: { 'docker-entrypoint.sh': '#!/bin/sh\nexec setpriv --reuid=server --clear-groups "$@"\n' },
    note: 'The script steps down.',
  },
  {
    good: `FROM postgres:16\nCOPY init.sql /docker-entrypoint-initdb.d/\n`,
    note: 'Its entrypoint steps down to postgres.',
  },
  {
    good: `FROM gcr.io/distroless/static-debian12:nonroot\nCOPY app /app\nENTRYPOINT ["/app"]\n`,
    note: 'The image runs as 65532.',
  },
  {
    good: `FROM example.com/team/base:1\nCMD ["app"]\n`,
    note: 'The default user of this image is not known.',
  },
  {
    good: `FROM php:8.4-fpm\nCOPY . /var/www/html\n`,
    note: 'Its workers are www-data.',
  },
  { good: `FROM php:8.4-apache\nCOPY . /var/www/html\nCMD ["apache2-foreground"]\n` },
  {
    bad: `FROM «php:8.4-fpm»\nCOPY . /srv\nCMD ["php", "/srv/worker.php"]\n`,
    note: 'Another CMD starts no server that gives root up.',
  },
] satisfies Example[];
