// pip asks a second index beside the first, and takes whichever has the higher version.
import { defineRule, type Example } from '../../define-rule.ts';
import { commandsOf } from '../../model/commands.ts';
import { hostOf } from '../../model/downloads.ts';
import type { Model } from '../../model/model.ts';
import { readPipInstall } from '../../model/pip-installs.ts';
import { isPublicIndex, readIndexes } from '../../model/python-indexes.ts';
import { instructionsOf } from '../../model/triggers.ts';
import { readPairs } from '../../parse/arguments.ts';
import type { Instruction, Span } from '../../parse/syntax.ts';
import { contextFileAt } from '../../surroundings/copied-files.ts';
import { isHashed, readRequirements } from '../../surroundings/requirements.ts';

export default defineRule<undefined>({
  id: 'extra-index-url',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images'],
  summary: 'Packages come from a private index or from another one, whichever has the higher version',
  why: 'Anyone can publish a package of the same name with a higher version on the public index, and pip takes it (dependency confusion).',
  sources: ['semgrep:dockerfile.audit.dockerfile-pip-extra-index-url'],
  *check({ model }) {
    for (const stage of model.stages) {
      for (const instruction of instructionsOf(stage)) {
        if (instruction.keyword === 'ENV' || instruction.keyword === 'ARG') {
          for (const { name, value, at } of readPairs(instruction)) {
            if (name !== 'PIP_EXTRA_INDEX_URL' || !value) continue;
            const other = value.split(/\s+/).find((url) => hostOf(url) !== undefined && !isPublicIndex(url));
            if (other !== undefined) yield { at, message: messageFor(other) };
          }
        }
        if (instruction.keyword !== 'RUN') continue;
        for (const command of commandsOf(model, instruction)) {
          const found = readIndexes(command);
          if (!found || allHashed(model, instruction, command)) continue;
          const mixed = [...found.extra.map(({ url }) => url), found.index ?? 'https://pypi.org/simple'];
          const own = mixed.find((url) => !isPublicIndex(url));
          if (own === undefined || mixed.some((url) => hostOf(url) === undefined)) continue;
          for (const { at } of found.extra.slice(0, 1) as readonly { readonly at: Span }[])
            yield { at, message: messageFor(own) };
        }
      }
    }
  },
});

/** With hashes nothing but the stated file is taken, wherever it comes from. */
function allHashed(
  model: Model,
  instruction: Instruction,
  command: Parameters<typeof readPipInstall>[0],
): boolean {
  const install = readPipInstall(command);
  if (!install) return false;
  if (install.requiresHashes) return true;
  if (install.files.length === 0 || install.packages.length > 0) return false;
  const step = model.commandSteps(instruction).find(({ command: each }) => each.command === command.command);
  return install.files.every((file) => {
    const path = step && file.pathFrom(step.before.workdir);
    const source = path && contextFileAt(model, instruction, path);
    const text = source === undefined ? undefined : model.context.files?.[source ?? ''];
    return text !== undefined && isHashed(readRequirements(text));
  });
}

function messageFor(url: string): string {
  const host = hostOf(url) ?? 'one index';
  return `\`pip\` takes each package from \`${host.slice(0, 100)}\` or the other index, whichever has the higher version. Give one index with \`--index-url\` that serves both, or demand hashes.`;
}

export const docs = `
The danger is a private index beside a public one: a name that only the private one has can be registered on the public one. Silent
for indexes that are public themselves and whose owners hold the names on PyPI as well (PyTorch's stable wheels, NVIDIA, piwheels),
for uv, which takes a package from the first index that has its name, where hashes are demanded or all requirements state theirs,
and for addresses that are not known.
`;

export const examples = [
  {
    bad: `FROM python:3.12-slim\nRUN pip install «--extra-index-url https://pypi.example.com/simple» internal==1.0\nUSER 10001\n`,
    fixed: false,
  },
  {
    bad: `FROM python:3.12-slim\nENV «PIP_EXTRA_INDEX_URL=https://user:x@pypi.example.com/simple»\nUSER 10001\n`,
  },
  {
    bad: `FROM python:3.12-slim\nRUN pip install -i https://pypi.example.com/simple «--extra-index-url=https://pypi.org/simple» internal==1.0\nUSER 10001\n`,
  },
  {
    bad: `FROM python:3.12-slim\nRUN «pip config set global.extra-index-url https://pypi.example.com/simple»\nUSER 10001\n`,
  },
  {
    good: `FROM python:3.12-slim\nRUN pip install --extra-index-url https://download.pytorch.org/whl/cpu torch==2.5.1\nUSER 10001\n`,
    note: 'A public index whose names are held on PyPI too.',
  },
  {
    good: `FROM python:3.12-slim\nCOPY r.txt .\nRUN pip install --require-hashes --extra-index-url https://pypi.example.com/simple -r r.txt\nUSER 10001\n`,
  },
  {
    good: `FROM python:3.12-slim\nWORKDIR /app\nCOPY r.txt .\nRUN pip install --extra-index-url https://pypi.example.com/simple -r r.txt\nUSER 10001\n`,
    files: { 'r.txt': 'internal==1.0 --hash=sha256:abc\n' },
    note: 'Every line states its hash.',
  },
  {
    good: `FROM python:3.12-slim\nRUN uv pip install --extra-index-url https://pypi.example.com/simple internal==1.0\nUSER 10001\n`,
  },
  {
    good: `FROM python:3.12-slim\nRUN pip install --index-url https://pypi.example.com/simple internal==1.0\nUSER 10001\n`,
  },
  {
    good: `FROM python:3.12-slim\nARG INDEX\nRUN pip install --extra-index-url "$INDEX" internal==1.0\nUSER 10001\n`,
  },
] satisfies Example[];
