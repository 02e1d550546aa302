// Python requirements are installed without hashes.
import { defineRule, type Example } from '../../define-rule.ts';
import { addWord } from '../../edits/add-word.ts';
import { commandsOf } from '../../model/commands.ts';
import { isDevelopment } from '../../model/file-role.ts';
import { readPipInstall } from '../../model/pip-installs.ts';
import { runsOf } from '../../model/triggers.ts';
import type { Span } from '../../parse/syntax.ts';
import { contextFileAt } from '../../surroundings/copied-files.ts';
import { isHashed, readRequirements } from '../../surroundings/requirements.ts';

interface Data {
  /** Where `--require-hashes` can be put: every file is known, and every line of them has its hashes. */
  readonly insertAfter?: Span;
  readonly files: readonly string[];
}

export default defineRule<Data>({
  id: 'unhashed-python-requirements',
  severity: 'information',
  profiles: ['strict', 'hardened-images'],
  summary: 'Python requirements are installed without hashes',
  why: 'A version number does not say what comes: a file that is replaced on the index is installed without a word.',
  sources: [],
  *check({ model }) {
    if (isDevelopment(model)) return;
    for (const stage of model.stages) {
      for (const instruction of runsOf(stage)) {
        if (!commandsOf(model, instruction).some((command) => readPipInstall(command)?.files.length))
          continue;
        for (const { command, before } of model.commandSteps(instruction)) {
          const install = readPipInstall(command);
          if (!install || install.files.length === 0 || install.requiresHashes || install.offline) continue;
          if (before.env.has('PIP_REQUIRE_HASHES') || before.env.has('UV_REQUIRE_HASHES')) continue;
          const read = install.files.map((file) => {
            const path = file.pathFrom(before.workdir);
            const source = path === undefined ? undefined : contextFileAt(model, instruction, path);
            const text = source === undefined ? undefined : model.context.files?.[source];
            return text === undefined ? undefined : readRequirements(text);
          });
          if (read.some((file) => file?.requireHashes)) continue;
          const hashed = read.every(
            (file) => file !== undefined && isHashed(file) && file.others.length === 0,
          );
          const names = install.files.map(({ text }) => `\`${text.slice(0, 80)}\``);
          yield {
            at: spanOf(command.command.at, install.verbWord.at),
            // pip compares hashes as soon as one line has some: what is missing is only that it stays so.
            severity: hashed ? 'hint' : 'information',
            message: messageFor(names, read, hashed),
            data: {
              files: install.files.map(({ text }) => text),
              ...(hashed && install.packages.length === 0 ? { insertAfter: install.verbWord.at } : {}),
            },
          };
        }
      }
    }
  },
  *fix(problem, { model }) {
    const { insertAfter, files } = problem.data!;
    if (insertAfter)
      yield {
        title: `Demand the hashes that ${files.join(' and ').slice(0, 80)} has`,
        safety: 'review',
        preferred: true,
        edits: [addWord(model.dockerfile, insertAfter, '--require-hashes')],
      };
  },
});

function messageFor(
  names: readonly string[],
  read: readonly (ReturnType<typeof readRequirements> | undefined)[],
  hashed: boolean,
): string {
  const all = names.join(', ');
  if (hashed)
    return `${all} states hashes, but nothing demands them: without its hashes it would still be installed. Add \`--require-hashes\`.`;
  const known = read.findIndex(
    (file) => file !== undefined && file.requirements.length > 0 && !isHashed(file),
  );
  if (known < 0)
    return `Nothing demands hashes for ${all}. Add \`--require-hashes\` and state them in the file.`;
  const lines = read[known]!.requirements.filter((line) => !line.hashed);
  const total = read[known]!.requirements.length;
  return `${names[known]} has ${lines.length} of ${total} lines without a hash. Make them with \`uv pip compile --generate-hashes\` or \`pip-compile --generate-hashes\`, then add \`--require-hashes\`.`;
}

function spanOf(command: Span, verb: Span): Span {
  return { start: command.start, end: Math.max(verb.end, command.end) };
}

export const docs = `
Reads the requirements file that COPY, ADD or a bind mount brings from the build context. Where every line has its hashes the fix
adds \`--require-hashes\`, so that a line that loses them ends the build. Hashes for a file that has none are made by
\`uv pip compile --generate-hashes requirements.in -o requirements.txt\` or \`pip-compile --generate-hashes\`.
On in the \`strict\` profile, because it concerns nearly every file that uses pip.
`;

export const examples = [
  {
    bad: `FROM python:3.12-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN «pip install -r requirements.txt»\nUSER 10001\n`,
    files: { 'requirements.txt': 'flask==3.0.3 \\\n    --hash=sha256:abc\n' },
    fixed: `FROM python:3.12-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --require-hashes -r requirements.txt\nUSER 10001\n`,
  },
  {
    bad: `FROM python:3.12-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN «pip install --no-cache-dir -r requirements.txt»\nUSER 10001\n`,
    files: { 'requirements.txt': 'flask==3.0.3\nwerkzeug==3.0.3 --hash=sha256:abc\n' },
    fixed: false,
  },
  {
    bad: `FROM python:3.12-slim\nRUN «uv pip install --system -r requirements.txt»\nUSER 10001\n`,
    fixed: false,
  },
  {
    bad: `FROM python:3.12-slim\nWORKDIR /app\nRUN --mount=type=bind,source=requirements.txt,target=r.txt «python -m pip install -r r.txt»\nUSER 10001\n`,
    files: { 'requirements.txt': 'flask==3.0.3 --hash=sha256:abc\n' },
    fixed: `FROM python:3.12-slim\nWORKDIR /app\nRUN --mount=type=bind,source=requirements.txt,target=r.txt python -m pip install --require-hashes -r r.txt\nUSER 10001\n`,
  },
  { good: `FROM python:3.12-slim\nCOPY r.txt .\nRUN pip install --require-hashes -r r.txt\nUSER 10001\n` },
  {
    good: `FROM python:3.12-slim\nWORKDIR /app\nCOPY r.txt .\nRUN pip install -r r.txt\nUSER 10001\n`,
    files: { 'r.txt': '--require-hashes\nflask==3.0.3 --hash=sha256:abc\n' },
    note: 'The file demands them itself.',
  },
  {
    good: `FROM python:3.12-slim\nRUN pip install --no-index --find-links /wheels -r r.txt\nUSER 10001\n`,
    note: 'Nothing comes from an index.',
  },
  {
    good: `FROM python:3.12-slim\nRUN pip install flask==3.0.3\nUSER 10001\n`,
    note: 'No requirements file.',
  },
] satisfies Example[];
