// The whole build context is copied, with what should have stayed outside.
import { defineRule, type Example, type Severity } from '../../define-rule.ts';
import { hasSyntax } from '../../edits/frontend.ts';
import { expand, normalisePath } from '../../model/apply.ts';
import type { Stage } from '../../model/model.ts';
import { contentHoldsSecret, secretFile } from '../../model/secret-files.ts';
import { readCopy } from '../../parse/arguments.ts';
import type { Instruction } from '../../parse/syntax.ts';
import { type IgnorePatterns, isIgnored, readIgnoreFile } from '../../surroundings/dockerignore.ts';
import { withoutTrailing } from '../../text/trailing.ts';

/** Folders that the build makes anew or that belong to one machine. */
const heavy =
  /^(\.git|node_modules|\.venv|venv|__pycache__|\.tox|\.mypy_cache|\.pytest_cache|\.terraform|\.gradle|\.next|\.nuxt)\/$/;
const mostNamed = 4;
/** More are not counted. */
const mostKept = 1000;

/** More flags than these nobody wants to read. */
const mostExcluded = 8;

interface Data {
  readonly instruction: Instruction;
  /** Relative to the build context; absent where the COPY takes more than the whole context, or less. */
  readonly excluded?: readonly string[];
}

export default defineRule<Data>({
  id: 'context-without-dockerignore',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images', 'cis'],
  summary: 'The build context is copied with files that do not belong into the image',
  why: 'What no .dockerignore keeps away goes into the layer: secrets of the machine, the history of the repository, folders of packages.',
  sources: ['cis:4.10'],
  *check({ model, context }) {
    const { ignoreFile, entries } = context;
    if (ignoreFile === undefined || (entries === undefined && context.paths === undefined)) return;
    const patterns: IgnorePatterns | undefined =
      ignoreFile === null ? { lines: [], folders: new Map() } : readIgnoreFile(ignoreFile.text);
    if (patterns === undefined) return;
    const unwanted = found(context.paths ?? [], entries ?? [], (path) => {
      const file = secretFile(path);
      if (!file || file.what === 'history of the repository') return false;
      const holds = contentHoldsSecret(context, path);
      return holds ?? file.certainty !== 'read';
    })
      .filter(({ path }) => !isIgnored(patterns, path))
      .slice(0, mostKept);
    if (unwanted.length === 0) return;
    for (const stage of model.stages) {
      for (const instruction of stage.instructions) {
        const copy = readCopy(instruction);
        if (!copy || copy.from || instruction.flags.some(({ name }) => name === 'exclude')) continue;
        for (const word of copy.sources) {
          const source = expand(word.raw, model.before(instruction), model);
          if (source === undefined || !/^(\.|\.?\/|\*|\.?\/\*)$|\/$|^[\w./-]+$/.test(source)) continue;
          const folder = normalisePath(`/${source.replace(/\*$/, '')}`).slice(1);
          const inside = unwanted.filter(({ path }) => folder === '' || path.startsWith(`${folder}/`));
          const [problem, severity] = judge(inside, stage, model.finalChain.includes(stage)) ?? [];
          if (!problem) continue;
          const names = problem.slice(0, mostNamed).map(({ path }) => `\`${path}\``);
          const more = problem.length > mostNamed ? ` and ${problem.length - mostNamed} more` : '';
          const file =
            ignoreFile === null
              ? 'there is no .dockerignore'
              : `\`${ignoreFile.path}\` does not keep them away`;
          yield {
            at: word.at,
            severity,
            message: `\`${instruction.keyword} ${source}\` takes ${names.join(', ')}${more} along: ${file}. Add a line for each.`,
            data: {
              instruction,
              ...(folder === '' && !source.endsWith('*') && copy.sources.length === 1
                ? { excluded: problem.map(({ path }) => withoutTrailing(path, '/')) }
                : {}),
            },
          };
        }
      }
    }
  },
  *fix(problem, { model }) {
    const { instruction, excluded = [] } = problem.data!;
    if (excluded.length === 0 || excluded.length > mostExcluded) return;
    if (excluded.some((path) => !/^[\w./@+-]+$/.test(path))) return;
    const title = `Do not copy ${excluded.slice(0, mostNamed).join(', ')}${excluded.length > mostNamed ? ' and more' : ''}`;
    if (!hasSyntax(model.dockerfile, 1, 19)) {
      yield {
        title,
        reason: `${instruction.keyword} can leave files out from Dockerfile syntax 1.19 on, which the file does not ask for; .dockerignore can everywhere.`,
      };
      return;
    }
    const at = instruction.keywordAt.end;
    yield {
      title: `${title} (they are still sent to the builder, which a line in .dockerignore spares)`,
      safety: 'review',
      preferred: true,
      edits: [{ start: at, end: at, text: excluded.map((path) => ` --exclude=${path}`).join('') }],
    };
  },
});

interface Unwanted {
  readonly path: string;
  readonly secret: boolean;
}

/** What a copy of everything should not take, secrets first. */
function found(
  paths: readonly string[],
  entries: readonly string[],
  isSecret: (path: string) => boolean,
): Unwanted[] {
  const all = new Set<string>([...paths, ...entries]);
  const secrets = [...all].filter((path) => !path.endsWith('/') && isSecret(path)).sort();
  const folders = new Set<string>();
  for (const path of all) {
    const top = path.slice(0, path.indexOf('/') + 1);
    if (heavy.test(top)) folders.add(top);
  }
  return [
    ...secrets
      .filter((path) => !folders.has(path.slice(0, path.indexOf('/') + 1)))
      .map((path) => ({ path, secret: true })),
    ...[...folders].sort().map((path) => ({ path, secret: false })),
  ];
}

/** A stage that is not shipped may hold the repository; a secret stays in the cache of the build. */
function judge(
  inside: readonly Unwanted[],
  _stage: Stage,
  shipped: boolean,
): [readonly Unwanted[], Severity] | undefined {
  const secrets = inside.filter(({ secret }) => secret);
  if (!shipped) return secrets.length > 0 ? [secrets, 'information'] : undefined;
  if (inside.length === 0) return undefined;
  return [inside, secrets.length > 0 ? 'warning' : 'information'];
}

export const docs = `
Reads the files beside the Dockerfile and the \`.dockerignore\` in force (\`NAME.dockerignore\` first), as Docker reads it: a line such as \`.env\`
means the top folder only, \`**/.env\` every folder. A warning when secrets are really there, an information for \`.git\`, \`node_modules\` and
their like. A fix is offered in a file
that asks for Dockerfile syntax 1.19 or newer, whose COPY can leave files out; a line in \`.dockerignore\` is the better way, because what it
names is not even sent to the builder. Silent where the build context is not known, and in a stage that is not shipped unless a secret is there.
`;

export const examples = [
  {
    bad: `FROM node:22-slim\nWORKDIR /app\nCOPY «.» .\nUSER node\n`,
    files: { '.env': 'API_TOKEN=k9Xw27dTq\n', 'index.js': '' },
    fixed: false,
  },
  {
    bad: `# syntax=docker/dockerfile:1\nFROM node:22-slim\nWORKDIR /app\nCOPY «.» .\nUSER node\n`,
    files: { '.env': 'API_TOKEN=k9Xw27dTq\n', '.git/config': '', 'index.js': '' },
    fixed: `# syntax=docker/dockerfile:1\nFROM node:22-slim\nWORKDIR /app\nCOPY --exclude=.env --exclude=.git . .\nUSER node\n`,
    note: 'The file asks for the newest syntax, which can leave files out.',
  },
  {
    bad: `FROM node:22-slim\nWORKDIR /app\nCOPY «./» .\nUSER node\n`,
    files: { '.dockerignore': 'dist\n', '.git/config': '', 'node_modules/a/index.js': '' },
  },
  {
    bad: `FROM node:22-slim\nADD «config» /config\nUSER node\n`,
    files: { 'config/id_rsa': '-----BEGIN RSA PRIVATE KEY-----\n', '.dockerignore': 'id_rsa\n' },
    note: 'The line means the top folder only.',
  },
  {
    good: `FROM node:22-slim\nCOPY . .\nUSER node\n`,
    files: { '.env': 'API_TOKEN=k9Xw27dTq\n', '.git/config': '', '.dockerignore': '**/.env\n.git\n' },
  },
  { good: `FROM node:22-slim\nCOPY . .\nUSER node\n`, note: 'What lies beside the file is not known.' },
  {
    good: `FROM node:22-slim\nCOPY src ./src\nUSER node\n`,
    files: { '.env': 'API_TOKEN=k9Xw27dTq\n', 'src/index.js': '' },
    note: 'Only one folder is copied.',
  },
  {
    good: `FROM node:22-slim\nCOPY . .\nUSER node\n`,
    files: { '.env': 'PORT=3000\n', 'index.js': '' },
    note: 'This .env holds no secret.',
  },
] satisfies Example[];
