// The whole build context is copied before the dependencies are installed.
import { defineRule, type Example } from '../../define-rule.ts';
import { moveInstall } from '../../edits/move-install.ts';
import { expand } from '../../model/apply.ts';
import { absolute } from '../../model/artifacts.ts';
import { commandsOf } from '../../model/commands.ts';
import { isDevelopment } from '../../model/file-role.ts';
import { type ManifestInstall, manifestInstall } from '../../model/manifest-installs.ts';
import type { Model } from '../../model/model.ts';
import { readCopy, readMounts } from '../../parse/arguments.ts';
import type { Instruction } from '../../parse/syntax.ts';
import { movableInstall } from '../../surroundings/movable-install.ts';

interface Data {
  readonly copy: Instruction;
  readonly run: Instruction;
  readonly install: ManifestInstall;
}

export default defineRule<Data>({
  id: 'context-copied-before-install',
  severity: 'information',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'All files are copied before the dependencies are installed',
  why: 'Every change of any file makes the build install all dependencies again.',
  sources: [],
  *check({ model, context }) {
    if (isDevelopment(model)) return;
    let workspaces: boolean | undefined;
    for (const stage of model.stages) {
      let copy: Instruction | undefined;
      const installed = new Set<string>();
      for (const instruction of stage.instructions) {
        if (copiesContext(instruction)) copy ??= instruction;
        if (instruction.keyword !== 'RUN') continue;
        const mounted = readMounts(instruction).length > 0;
        for (const command of commandsOf(model, instruction)) {
          const install = manifestInstall(command);
          if (!install || installed.has(install.manager)) continue;
          installed.add(install.manager);
          if (!copy || mounted) continue;
          if (/^(npm|yarn|pnpm|bun)$/.test(install.manager)) {
            workspaces ??= hasWorkspaces(context.files);
            if (workspaces) continue;
          }
          const manifests = manifestsIn(model, copy, install);
          if (!manifests) continue;
          const start = command.word?.at.start ?? command.command.at.start;
          yield {
            at: copy.at,
            message: `\`${install.shown}\` runs anew whenever any file changes, because all of them are copied before it. Copy ${listed(manifests)} first, and the rest after the install.`,
            related: [
              {
                at: { start, end: install.verbWord.at.end },
                message: 'The dependencies are installed here.',
              },
            ],
            data: { copy, run: instruction, install: { ...install, manifests } },
          };
          copy = undefined;
        }
      }
    }
  },
  *fix({ data }, { model, context }) {
    const { copy, run, install } = data!;
    const title = `Copy ${install.manifests.join(' and ')} first and install before the rest is copied`;
    const moved = moveInstall(model, copy, run);
    if (typeof moved === 'string') {
      yield { title, reason: moved };
      return;
    }
    const movable = movableInstall(context, install.manager, install.manifests);
    if (movable.ok) yield { title, safety: 'review', preferred: true, edits: moved(movable.files) };
    else yield { title, reason: movable.reason };
  },
});

/** `COPY . .`, from the build context. */
function copiesContext(instruction: Instruction): boolean {
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return false;
  const copy = readCopy(instruction);
  if (!copy || copy.from || instruction.flags.some(({ name }) => name === 'parents' || name === 'exclude'))
    return false;
  return copy.sources.some(({ value }) => /^(\.|\.\/|\/|\.\/\.|\*)$/.test(value));
}

/** The manifests by their paths in the build context; undefined where one of them lies elsewhere. */
function manifestsIn(model: Model, copy: Instruction, install: ManifestInstall): string[] | undefined {
  const before = model.before(copy);
  const target = absolute(expand(copy.words.at(-1)?.raw ?? '', before, model), before.workdir);
  const found: string[] = [];
  for (const path of install.manifests) {
    if (!path.startsWith('/')) found.push(path);
    else if (target !== undefined && target !== '/' && path.startsWith(`${target}/`))
      found.push(path.slice(target.length + 1));
    else return undefined;
  }
  return found;
}

/** A manifest in the context says that the folders of the project are packages too. */
function hasWorkspaces(files: Readonly<Record<string, string>> = {}): boolean {
  return files['pnpm-workspace.yaml'] !== undefined || /"workspaces"\s*:/.test(files['package.json'] ?? '');
}

function listed(names: readonly string[]): string {
  const shown = names.map((name) => `\`${name}\``);
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : (shown[0] ?? '');
}

export const docs = `
Only installs that need no more of the project than their manifests: silent are \`pip install .\`, workspaces, composer without
\`--no-scripts\`, \`poetry install\` without \`--no-root\`, \`uv sync\` without \`--no-install-project\`, bind and cache mounts, and a stage that
has installed with the same tool before.

The fix is offered where the two steps follow each other and the build context shows that the manifests stand alone: no lifecycle script,
no local package, and \`node_modules\` in .dockerignore.
`;

const files = {
  'package.json': '{"dependencies":{"express":"5.0.0"}}',
  'package-lock.json': '{}',
  'server.js': '',
  '.dockerignore': 'node_modules\n',
};

export const examples = [
  {
    bad: `FROM node:22-slim\nWORKDIR /app\n# All of it\n«COPY . .»\nRUN npm ci --omit=dev\nUSER node\nCMD ["node", "server.js"]\n`,
    files,
    fixed: `FROM node:22-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\n# All of it\nCOPY . .\nUSER node\nCMD ["node", "server.js"]\n`,
  },
  {
    bad: `FROM python:3.13-slim\nWORKDIR /app\n«COPY --chown=10001:10001 . .»\nRUN pip install --no-cache-dir -r requirements.txt\nUSER 10001\nCMD ["python", "app.py"]\n`,
    files: { 'requirements.txt': 'flask==3.1.0\n', 'app.py': '' },
    fixed: `FROM python:3.13-slim\nWORKDIR /app\nCOPY --chown=10001:10001 requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY --chown=10001:10001 . .\nUSER 10001\nCMD ["python", "app.py"]\n`,
  },
  {
    bad: `FROM python:3.13-slim\nWORKDIR /app\n«COPY . .»\n\n# Packages\nRUN pip install -r /app/requirements.txt\nCMD ["python", "app.py"]\n`,
    files: { 'requirements.txt': 'flask==3.1.0\n', 'app.py': '' },
    fixed: `FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt ./\n# Packages\nRUN pip install -r /app/requirements.txt\nCOPY . .\n\nCMD ["python", "app.py"]\n`,
  },
  {
    bad: `FROM golang:1.27 AS build\nWORKDIR /src\n«COPY . .»\nRUN go mod download && go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nUSER 10001\n`,
    fixed: false,
  },
  {
    bad: `FROM node:22-slim\nWORKDIR /app\n«COPY . .»\nRUN npm ci --omit=dev\nUSER node\nCMD ["node", "server.js"]\n`,
    files: { ...files, '.dockerignore': '*.log\n' },
    fixed: false,
    note: '`node_modules` of the context would be copied over what was installed.',
  },
  {
    good: `FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\nCOPY . .\nUSER node\n`,
  },
  {
    good: `FROM python:3.13-slim\nCOPY . .\nRUN pip install .\nUSER 10001\n`,
    note: 'What is installed is the project itself.',
  },
  {
    good: `FROM python:3.13-slim\nCOPY . .\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt\nUSER 10001\n`,
    note: 'What was downloaded is kept.',
  },
  {
    good: `FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN yarn install --frozen-lockfile\nUSER node\n`,
    files: { 'package.json': '{"workspaces":["packages/*"]}', 'yarn.lock': '' },
    note: 'A workspace needs the manifests of all its packages.',
  },
  {
    good: `FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build && npm ci --omit=dev\nUSER node\n`,
    note: 'Installed before.',
  },
] satisfies Example[];
