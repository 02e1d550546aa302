// Files are copied below /root, which the container's user may not enter.
import { defineRule, type Example } from '../../define-rule.ts';
import { leaveRootHome } from '../../edits/leave-root-home.ts';
import { expand, normalisePath } from '../../model/apply.ts';
import { baseName } from '../../model/base.ts';
import { commandsOf } from '../../model/commands.ts';
import type { Model } from '../../model/model.ts';
import { startedWords } from '../../model/started.ts';
import { readCopy } from '../../parse/arguments.ts';
import type { Instruction } from '../../parse/syntax.ts';

/** Families whose images have /root with mode 700 or 550. */
const closed =
  /^(debian|ubuntu|alpine|fedora|rhel|ubi|centos|rocky|almalinux|amazonlinux|oraclelinux|wolfi|chainguard)$/;

export default defineRule<string>({
  id: 'root-home-copied',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images'],
  concern: 'correctness',
  summary: 'What is copied below /root cannot be read by the user of the container',
  why: 'The folder /root lets only root in, whatever mode and owner the files in it have.',
  sources: [],
  checksFixes: true,
  *check({ model }) {
    const stage = model.finalStage;
    if (stage?.end.runsAsRoot !== false || !stage.end.accountsKept) return;
    const { facts, user, workdir } = stage.end;
    if (facts?.distro === undefined || !closed.test(facts.distro)) return;
    const instructions = [...model.finalChain].reverse().flatMap((each) => each.instructions);
    if (instructions.some((instruction) => opensRoot(model, instruction))) return;
    const who = user?.name ?? '';
    if (workdir !== undefined && isBelow(workdir) && stage.end.workdirBy !== 'image' && stage.end.workdirBy)
      yield {
        at: stage.end.workdirBy.words[0]?.at ?? stage.end.workdirBy.at,
        message: `The container starts in \`${workdir}\` as \`${who}\`, who may not enter /root. Use a folder such as /app.`,
        data: workdir,
      };
    const words = [...(startedWords(model, stage) ?? []), ...stage.end.env.values()];
    const needed =
      words.some((word) => word?.split(/[:=\s]/, 100).some(isBelow)) ||
      (workdir !== undefined && isBelow(workdir));
    for (const [index, instruction] of instructions.entries()) {
      const copy = readCopy(instruction);
      const path = copy && destinationOf(model, instruction, copy.destination.raw);
      if (!copy || path === undefined || !isBelow(path)) continue;
      // Settings for root that the build itself uses: .ssh, .npmrc, .m2.
      const hidden =
        /^\/root\/\./.test(path) || copy.sources.some(({ value }) => /(^|\/)\.[^/]+$/.test(value));
      if (!copy.from && hidden && !needed) continue;
      if (!copy.from && !needed && instructions.slice(index + 1).some((later) => mentions(model, later)))
        continue;
      if (
        copy.from &&
        instructions.slice(index + 1).some((later) => later.keyword === 'RUN' && mentions(model, later))
      )
        continue;
      yield {
        at: copy.destination.at,
        message: `\`${who}\` cannot read what is copied to \`${path}\`: \`${baseName(stage)}\` lets only root into /root. Copy it to a folder such as /app or /opt.`,
        data: path,
      };
    }
  },
  *fix(problem, { model }) {
    if (model.finalStage) yield* leaveRootHome(model, model.finalStage, problem.data!);
  },
});

function isBelow(path: string): boolean {
  return path === '/root' || path.startsWith('/root/');
}

function destinationOf(model: Model, instruction: Instruction, raw: string): string | undefined {
  const state = model.before(instruction);
  const value = expand(raw, state, model);
  if (value === undefined || value === '') return undefined;
  if (value.startsWith('/')) return normalisePath(value);
  return state.workdir === undefined ? undefined : normalisePath(`${state.workdir}/${value}`);
}

/** A RUN that may let others into /root, or make it somebody's home: chmod, chown, usermod, or something unknown on it. */
function opensRoot(model: Model, instruction: Instruction): boolean {
  if (instruction.keyword !== 'RUN') return false;
  return commandsOf(model, instruction).some(
    ({ name, args }) =>
      /^(chmod|chown|chgrp|setfacl|usermod|useradd|adduser|install|rm|mv|ln)$/.test(name ?? '') &&
      args.some(({ text }) => /^\/root\/?$/.test(text) || /^~\/?$/.test(text) || text === '--home=/root'),
  );
}

/** A command that names something in /root, or works in it. */
function mentions(model: Model, instruction: Instruction): boolean {
  if (!/^(RUN|COPY|ADD)$/.test(instruction.keyword)) return false;
  if (instruction.keyword !== 'RUN') return false;
  const { workdir } = model.before(instruction);
  if (workdir === undefined || isBelow(workdir)) return true;
  return commandsOf(model, instruction).some(({ args, path }) =>
    [path ?? '', ...args.map(({ text }) => text)].some((text) =>
      /(^|[=:"'\s])(\/root(\/|$)|~|\$\{?HOME)/.test(text),
    ),
  );
}

export const docs = `
In Debian, Ubuntu, Alpine and Red Hat images, /root has mode 700 or 550. \`COPY --from=build /root/.local /root/.local\` with a USER is the
classic case: everything is there, and nothing can be read. The rule is silent where the user is not known, where a step opens or moves
the folder, and for settings that only the build uses (\`/root/.npmrc\`).
`;

export const examples = [
  {
    bad: `FROM python:3.13 AS build
RUN pip install --user flask
FROM python:3.13-slim
COPY --from=build /root/.local «/root/.local»
USER 10001
CMD ["python", "-m", "flask", "run"]
`,
    fixed: `FROM python:3.13 AS build
RUN pip install --user flask
FROM python:3.13-slim
COPY --from=build /root/.local /usr/local
USER 10001
CMD ["python", "-m", "flask", "run"]
`,
  },
  {
    bad: `FROM debian:12\nENV CONFIG=/root/tool/config\nCOPY tool «/root/tool»\nUSER 10001\nCMD ["/root/tool/run"]\n`,
    fixed: `FROM debian:12\nENV CONFIG=/opt/tool/config\nCOPY tool /opt/tool\nUSER 10001\nCMD ["/opt/tool/run"]\n`,
  },
  {
    bad: `FROM debian:12\nWORKDIR «/root»\nCOPY app «.»\nRUN chmod +x /root/app\nUSER 10001\nCMD ["./app"]\n`,
    fixed: false,
    note: 'A step names the folder.',
  },
  {
    good: `FROM python:3.13-slim\nCOPY --from=build /root/.local /home/app/.local\nUSER 10001\nCMD ["python"]\n`,
    note: 'Only the source is below /root.',
  },
  { good: `FROM debian:12\nCOPY app /root/app\nCMD ["/root/app"]\n`, note: 'It runs as root.' },
  {
    good: `FROM debian:12\nCOPY app /root/app\nRUN chmod 755 /root\nUSER 10001\nCMD ["/root/app"]\n`,
    note: 'The folder is opened.',
  },
  {
    good: `FROM node:22-slim\nCOPY .npmrc /root/.npmrc\nRUN npm ci\nUSER node\nCMD ["node", "server.js"]\n`,
    note: 'For the build.',
  },
  {
    good: `FROM debian:12\nCOPY app.tar /root/\nRUN tar -xf /root/app.tar -C /opt\nUSER 10001\nCMD ["/opt/app"]\n`,
    note: 'It is used by a step.',
  },
  {
    good: `FROM scratch\nCOPY app /root/app\nUSER 65532:65532\nENTRYPOINT ["/root/app"]\n`,
    note: 'In scratch, COPY makes the folder, open to all.',
  },
] satisfies Example[];
