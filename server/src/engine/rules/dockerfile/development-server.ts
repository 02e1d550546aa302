// The shipped image starts a server for development, or switches a framework into that mode.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import { removeWords } from '../../edits/remove-word.ts';
import {
  type DevelopmentServer,
  developmentMode,
  developmentServer,
  type StartWord,
  startedCommands,
} from '../../model/development-servers.ts';
import { isDevelopment } from '../../model/file-role.ts';
import type { Model } from '../../model/model.ts';
import { isDevelopmentStage } from '../../model/stage-role.ts';
import { readPairs } from '../../parse/arguments.ts';
import type { Span } from '../../parse/syntax.ts';

interface Data {
  readonly title: string;
  readonly edit: Edit;
}

export default defineRule<Data | undefined>({
  id: 'development-server',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images'],
  summary: 'The shipped image runs in the mode for development',
  why: 'Such servers show code and settings in their errors, some run code that is sent to them, and none is made for load or attack.',
  sources: [],
  *check({ model }) {
    const stage = model.finalStage;
    if (!stage || isDevelopment(model) || isDevelopmentStage(stage)) return;
    for (const words of startedCommands(model, stage)) {
      const server = developmentServer(words);
      if (!server) continue;
      yield {
        at: server.at,
        message: `\`${server.shown}\` ${server.what}. ${server.advice}.`,
        data: serverFix(model, server, words),
      };
    }
    const last = new Map<string, { at: Span; valueAt?: Span; what: string; instead: string } | undefined>();
    for (const { instructions } of [...model.finalChain].reverse()) {
      for (const instruction of instructions) {
        if (instruction.keyword !== 'ENV') continue;
        for (const { name, value, rawValue, at, valueAt } of readPairs(instruction)) {
          // A build argument's default is for the build to change.
          const mode = rawValue?.includes('$') ? undefined : developmentMode(name, value ?? '');
          last.set(name, mode && { at, ...(valueAt && { valueAt }), ...mode });
        }
      }
    }
    for (const [name, mode] of last) {
      if (!mode) continue;
      const { text } = model.dockerfile;
      const { at, valueAt, what, instead } = mode;
      yield {
        at,
        message: `\`${text.slice(at.start, at.end).slice(0, 80)}\` ${what}. Set it to \`${instead}\` in the image.`,
        data: valueAt && { title: `Set ${name} to ${instead}`, edit: { ...valueAt, text: instead } },
      };
    }
  },
  *fix({ data }) {
    if (data) yield { title: data.title, safety: 'review', preferred: true, edits: [data.edit] };
  },
});

function serverFix(
  model: Model,
  { word, shown }: DevelopmentServer,
  words: readonly StartWord[],
): Data | undefined {
  if (!word) return undefined;
  const { text } = model.dockerfile;
  const { start, end } = word.at;
  if (word.instead !== undefined)
    return { title: `Start it with ${word.instead}`, edit: { start, end, text: word.instead } };
  const title = `Start ${shown.replace(/ --.*/, '')} without ${text.slice(start, end)}`;
  if (text[start - 1] !== '"' || text[end] !== '"') {
    const edit = removeWords(model.dockerfile, word.at);
    return edit && { title, edit };
  }
  // Of an exec form the quotes and the comma go too, with the line break that may follow it.
  const index = words.findIndex(({ at }) => at === word.at);
  const [before, own] = [words[index - 1], words[index]];
  if (!before || !own || before.from !== own.from) return undefined;
  const edit = { start: before.at.end + 1, end: end + 1, text: '' };
  return text.slice(edit.start, edit.end).includes('#') ? undefined : { title, edit };
}

export const docs = `
Looks at what the container starts (CMD and ENTRYPOINT together, behind \`tini\`, \`npx\`, \`poetry run\`, \`python -m\` and the like) and at the
last value that ENV gives a variable. Files and stages for development are silent, and so are values that a build argument gives.
Scripts of package.json count by their usual names: \`dev\`, \`start:dev\`, \`watch\`.
`;

export const examples = [
  {
    bad: `FROM python:3.13-slim\nUSER 10001\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0", "«--reload»"]\n`,
    fixed: `FROM python:3.13-slim\nUSER 10001\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0"]\n`,
  },
  {
    bad: `FROM python:3.13-slim\nENV «FLASK_DEBUG=1»\nUSER 10001\nCMD «flask run» --host 0.0.0.0\n`,
  },
  {
    bad: `FROM python:3.13-slim\nUSER 10001\nCMD ["«python", "manage.py", "runserver»", "0.0.0.0:8000"]\n`,
    fixed: false,
  },
  {
    bad: `FROM node:22-slim\nENV «NODE_ENV=development»\nUSER node\nCMD ["node", "server.js"]\n`,
    fixed: `FROM node:22-slim\nENV NODE_ENV=production\nUSER node\nCMD ["node", "server.js"]\n`,
  },
  { bad: `FROM node:22-slim\nUSER node\nENTRYPOINT ["npm"]\nCMD ["run", "«dev»"]\n`, fixed: false },
  {
    bad: `FROM node:22-slim\nUSER node\nCMD ["«nodemon»", "server.js"]\n`,
    fixed: `FROM node:22-slim\nUSER node\nCMD ["node", "server.js"]\n`,
  },
  { bad: `FROM node:22-slim\nUSER node\nCMD npx «ng serve» --host 0.0.0.0\n`, fixed: false },
  {
    good: `FROM node:22-slim AS dev\nCMD ["npm", "run", "dev"]\nFROM node:22-slim\nUSER node\nCMD ["node", "server.js"]\n`,
    note: 'The stage that is shipped starts another.',
  },
  {
    good: `FROM node:22-slim AS build\nENV NODE_ENV=development\nFROM node:22-slim\nUSER node\nCMD ["node", "x.js"]\n`,
  },
  {
    good: `FROM node:22-slim\nENV NODE_ENV=development\nRUN npm ci\nENV NODE_ENV=production\nUSER node\nCMD ["node", "x.js"]\n`,
    note: 'The last value counts.',
  },
  {
    good: `FROM node:22-slim\nARG NODE_ENV=development\nENV NODE_ENV=$NODE_ENV\nUSER node\nCMD ["node", "x.js"]\n`,
    note: 'The build decides.',
  },
  { good: `FROM python:3.13-slim\nUSER 10001\nCMD ["gunicorn", "--reload-engine", "auto", "app:app"]\n` },
  {
    good: `FROM python:3.13-slim\nCMD ["flask", "run"]\n`,
    context: { fileName: 'Dockerfile.dev' },
    note: 'For development.',
  },
] satisfies Example[];
