// A folder that the container writes to belongs to root, and the container does not run as root.
import { defineRule, type Example } from '../../define-rule.ts';
import { insertAboveComments } from '../../edits/insert.ts';
import { baseName } from '../../model/base.ts';
import { isDevelopment } from '../../model/file-role.ts';
import type { Model, Stage } from '../../model/model.ts';
import { startsNothing } from '../../model/needs-root.ts';
import { ownershipOf } from '../../model/ownership.ts';
import { rootBase } from '../../model/root-image.ts';
import { runsShellForm } from '../../model/shell.ts';
import { writtenFolders } from '../../model/written-folders.ts';
import { readCopy } from '../../parse/arguments.ts';
import type { Instruction } from '../../parse/syntax.ts';
import { lineBreakOf } from '../../text/lines.ts';

interface Data {
  readonly stage: Stage;
  /** The commands that give it to the user of this name. */
  commands(user: string): string;
  readonly what: string;
  /** A volume, whose content has to be there before it is declared. */
  readonly volume?: Instruction;
}

/** More folders than these only hostile files have. */
const most = 12;

export default defineRule<Data>({
  id: 'files-not-owned',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  summary: 'A folder that the container writes to belongs to root',
  why: 'Docker makes folders, volumes too, as root with mode 755, and a process of another user gets "permission denied" at its first write.',
  sources: [],
  *check({ model }) {
    const stage = model.finalStage;
    if (stage?.end.runsAsRoot !== false || isDevelopment(model) || startsNothing(stage)) return;
    const user = stage.end.user?.name ?? '';
    if (isNginx(stage) && stage.end.user && stage.end.user.by !== 'image' && leavesNginx(model)) {
      yield {
        at: stage.end.user.by.words[0]?.at ?? stage.end.user.by.head,
        severity: 'error',
        message: `The server writes to \`/var/cache/nginx\` and \`/run/nginx.pid\`, which belong to root in \`${baseName(stage)}\`: as \`${user}\` it does not start. Give both to the user, or start from \`nginxinc/nginx-unprivileged\`.`,
        data: {
          stage,
          what: '`/var/cache/nginx` and `/run/nginx.pid`',
          commands: (owner) => `touch /run/nginx.pid && chown -R ${owner} /var/cache/nginx /run/nginx.pid`,
        },
      };
    }
    for (const { path, at, instruction, why } of writtenFolders(model, stage).slice(0, most)) {
      if (ownershipOf(model, stage, path) !== 'root') continue;
      const volume = instruction.keyword === 'VOLUME' ? instruction : undefined;
      yield {
        at,
        // Without a shell it is mostly whoever runs the container that gives the volume its owner.
        ...(!runsShellForm(stage.end) && { severity: 'information' as const }),
        message: `\`${path}\` ${why} and belongs to root, and the container runs as \`${user}\`, which cannot write there. Give it to that user.`,
        data: {
          stage,
          what: `\`${path}\``,
          commands: (owner) => `mkdir -p ${path} && chown ${owner} ${path}`,
          ...(volume && { volume }),
        },
      };
    }
  },
  *fix(problem, { model }) {
    const { stage, commands, what, volume } = problem.data!;
    const { user } = stage.end;
    const by = user?.by;
    const title = `Give ${what} to \`${user?.name}\``;
    if (!user || by === undefined || by === 'image' || by.stage !== stage.index) {
      yield {
        title,
        reason:
          'No step of this stage runs as root; make the folder in a builder stage and copy it with `--chown`.',
      };
      return;
    }
    const isBefore = volume && volume.at.start < by.at.start;
    const earlier =
      isBefore && (/^\d+$/.test(user.name) || model.before(volume).account(user.name) === 'present');
    const place = earlier ? volume : by;
    const state = model.before(place);
    if (state.runsAsRoot !== true || !runsShellForm(state)) {
      yield {
        title,
        reason:
          'No step of this stage runs as root in a shell; make the folder in a builder stage and copy it with `--chown`.',
      };
      return;
    }
    if (!/^[\w.-]+$/.test(user.name)) return;
    yield {
      title,
      safety: 'review',
      preferred: true,
      edits: [
        insertAboveComments(
          model.dockerfile,
          place,
          `RUN ${commands(user.name)}${lineBreakOf(model.dockerfile.text)}`,
        ),
      ],
    };
  },
});

function isNginx(stage: Stage): boolean {
  const base = rootBase(stage);
  return (
    base.kind === 'image' &&
    base.reference.registry === 'docker.io' &&
    base.reference.repository === 'library/nginx'
  );
}

/** Nothing here changes where nginx writes, or who owns it. */
function leavesNginx(model: Model): boolean {
  return !model.finalChain.some(({ instructions, end }) =>
    instructions.some((instruction) => {
      const { keyword, body, heredocs } = instruction;
      if (keyword === 'RUN')
        return (
          /nginx\.(conf|pid)|\/var\/cache|\/var\/run|\/run\b|chown|chmod|\.sh\b/.test(body.text) ||
          heredocs.length > 0
        );
      if (keyword === 'CMD' || keyword === 'ENTRYPOINT')
        return (
          /-c\b|-g\b/.test(body.text) || (keyword === 'ENTRYPOINT' && end.entrypoint?.by === instruction)
        );
      const copy = readCopy(instruction);
      const to = copy?.destination.value ?? '';
      return (
        copy !== undefined &&
        (/^\/?(etc|etc\/nginx|)\/?$|nginx\.conf$|^\/(var|run)/.test(to) ||
          to.includes('$') ||
          copy.sources.some(({ value }) => /(^|\/)nginx\.conf$/.test(value) && !/conf\.d/.test(to)))
      );
    }),
  );
}

export const docs = `
The rule knows three kinds of folders that are written to: volumes named for data, logs and the like, folders of such names that a
step makes and nothing fills, and the ones that nginx needs. It follows \`chown\`, \`chmod\`, \`install\`, \`COPY --chown\` and the user
in force, and is silent where a script, a package or an image of unknown content may have changed the owner.

In an image without a shell it is information only: there the volume's owner is mostly set where the container is run.

The fix gives that one path to the user, in a step before USER; a volume gets it before it is declared, because the classic builder
drops what comes after.
`;

export const examples = [
  {
    bad: `FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN useradd --system app && mkdir -p «/app/uploads»\nUSER app\nCMD ["python", "main.py"]\n`,
    fixed: `FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN useradd --system app && mkdir -p /app/uploads\nRUN mkdir -p /app/uploads && chown app /app/uploads\nUSER app\nCMD ["python", "main.py"]\n`,
  },
  {
    bad: `FROM node:22-slim\nCOPY . /app\nVOLUME «/data»\nUSER node\nCMD ["node", "/app/server.js"]\n`,
    fixed: `FROM node:22-slim\nCOPY . /app\nRUN mkdir -p /data && chown node /data\nVOLUME /data\nUSER node\nCMD ["node", "/app/server.js"]\n`,
  },
  {
    bad: `FROM nginx:1.27\nCOPY site /usr/share/nginx/html\nUSER «nginx»\n`,
    fixed: `FROM nginx:1.27\nCOPY site /usr/share/nginx/html\nRUN touch /run/nginx.pid && chown -R nginx /var/cache/nginx /run/nginx.pid\nUSER nginx\n`,
  },
  {
    bad: `FROM gcr.io/distroless/static-debian12:nonroot\nCOPY app /app\nVOLUME ["«/var/lib/app»"]\nENTRYPOINT ["/app"]\n`,
    fixed: false,
  },
  {
    good: `FROM gcr.io/distroless/static-debian12:nonroot\nVOLUME ["/data"]\n`,
    note: 'It starts nothing: what is built on it says who writes there.',
  },
  {
    good: `FROM python:3.12-slim\nRUN useradd --system app && mkdir -p /app/uploads && chown -R app:app /app\nUSER app\nCMD ["python", "main.py"]\n`,
  },
  {
    good: `FROM python:3.12-slim\nRUN mkdir -p /app/data\nCOPY words.txt /app/data/\nUSER 10001\nCMD ["python", "main.py"]\n`,
    note: 'It is filled here, and may only be read.',
  },
  {
    good: `FROM node:22-slim\nUSER node\nRUN mkdir -p /home/node/app/logs\nCMD ["node", "server.js"]\n`,
    note: 'Made as that user.',
  },
  {
    good: `FROM python:3.12-slim\nRUN ./setup.sh\nVOLUME /data\nUSER 10001\n`,
    note: 'A script may have given it away.',
  },
  { good: `FROM python:3.12-slim\nCOPY --chown=10001 data /data\nVOLUME /data\nUSER 10001\n` },
  {
    good: `FROM nginx:1.27\nCOPY nginx.conf /etc/nginx/nginx.conf\nUSER nginx\n`,
    note: 'The configuration may name other places.',
  },
  { good: `FROM python:3.12-slim\nVOLUME /data\nCMD ["python", "main.py"]\n`, note: 'It runs as root.' },
] satisfies Example[];
