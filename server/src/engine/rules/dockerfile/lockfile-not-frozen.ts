// A package manager may install something else than the lock file says.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import { addWord } from '../../edits/add-word.ts';
import { commandsOf } from '../../model/commands.ts';
import { isDevelopment } from '../../model/file-role.ts';
import { freezes, unfrozenCall } from '../../model/lock-files.ts';
import type { Model } from '../../model/model.ts';
import { runsOf } from '../../model/triggers.ts';
import type { Instruction } from '../../parse/syntax.ts';
import { contextFileAt } from '../../surroundings/copied-files.ts';
import { namedManager } from '../../surroundings/package-json.ts';

interface Data {
  readonly edit?: Edit;
  readonly title: string;
}

export default defineRule<Data>({
  id: 'lockfile-not-frozen',
  severity: 'information',
  profiles: ['recommended'],
  summary: 'A package manager may install something else than the lock file says',
  why: 'Where the lock file does not fit any more, versions that nobody has looked at come into the image without a word.',
  sources: [],
  *check({ model }) {
    if (isDevelopment(model)) return;
    for (const stage of model.stages) {
      const frozen = new Set<string>();
      for (const instruction of runsOf(stage)) {
        const before = model.before(instruction);
        if (
          !commandsOf(model, instruction).some((command) => unfrozenCall(command, before) || freezes(command))
        )
          continue;
        for (const step of model.commandSteps(instruction)) {
          const manager = freezes(step.command);
          if (manager) frozen.add(manager);
          const found = unfrozenCall(step.command, step.before);
          const { workdir } = step.before;
          if (!found || workdir === undefined || frozen.has(found.call.manager)) continue;
          const folder = workdir === '/' ? '' : workdir;
          const lock = found.locks.find(
            (name) => contextFileAt(model, instruction, `${folder}/${name}`) !== undefined,
          );
          if (lock === undefined) continue;
          const { word, command } = step.command;
          const { verbWord } = found.call;
          const option =
            found.option && optionFor(found.option, found.call.manager, folder, model, instruction);
          const advice = option ? `Add \`${option}\`` : `Set \`${found.variable}\``;
          const edit = editFor();
          yield {
            at: { start: word?.at.start ?? command.at.start, end: verbWord.at.end },
            message: found.renews
              ? `\`${found.shown}\` takes newer versions than \`${lock}\` says. Update the lock file outside of the build and install what it says.`
              : `\`${found.shown}\` may change what \`${lock}\` says. ${advice}, and the build ends where the two differ.`,
            data: { title: `Hold ${found.shown} to ${lock}`, ...(edit && { edit }) },
          };

          function editFor(): Edit | undefined {
            if (option) {
              const words = found!.call.verb === '' ? ['install', option] : [option];
              const edits = words.map((each) => addWord(model.dockerfile, verbWord.at, each));
              return { ...edits[0]!, text: edits.map(({ text }) => text).join('') };
            }
            // In front of the program itself; `sudo` would not hand the variable on.
            if (found!.variable === undefined || command.name !== word || instruction.exec) return undefined;
            const { start } = command.at;
            return { start, end: start, text: `${found!.variable} ` };
          }
        }
      }
    }
  },
  *fix(problem) {
    const { edit, title } = problem.data!;
    if (edit)
      yield {
        title: `${title}, and end the build where it does not fit`,
        safety: 'review',
        preferred: true,
        edits: [edit],
      };
  },
});

/** Newer yarn calls its option otherwise, and still takes the old name where its version is not known here. */
function optionFor(
  option: string,
  manager: string,
  folder: string,
  model: Model,
  instruction: Instruction,
): string {
  if (manager !== 'yarn') return option;
  const source = contextFileAt(model, instruction, `${folder}/package.json`);
  const named = source === undefined ? undefined : namedManager(model.context.files?.[source]);
  const modern =
    (named?.name === 'yarn' && (named.major ?? 1) >= 2) ||
    contextFileAt(model, instruction, `${folder}/.yarnrc.yml`) !== undefined;
  return modern ? '--immutable' : option;
}

export const docs = `
yarn without \`--frozen-lockfile\` (from version 2 on \`--immutable\`), pnpm and bun without \`--frozen-lockfile\`, \`uv sync\` without
\`--locked\` or \`--frozen\`, \`pipenv install\` without \`--deploy\`, Bundler without \`BUNDLE_FROZEN\` or \`BUNDLE_DEPLOYMENT\`, cargo without
\`--locked\`, and \`composer update\`, \`poetry update\`, \`npm update\` and their like. \`poetry install\` and \`composer install\` hold to
their lock files by themselves.

Only where the lock file certainly lies in the folder in which the command runs: COPY names it, or copies a folder or a
wildcard from a build context that is known to hold it and does not ignore it. \`CI\` in the environment makes yarn and pnpm hold to
the lock file by themselves.
`;

export const examples = [
  {
    bad: `FROM node:22-slim\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN «yarn install» --production\nUSER node\n`,
    fixed: `FROM node:22-slim\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile --production\nUSER node\n`,
  },
  {
    bad: `FROM node:22-slim\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN «yarn»\nUSER node\n`,
    files: { 'package.json': '{"packageManager":"yarn@4.5.0"}', 'yarn.lock': '' },
    fixed: `FROM node:22-slim\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install --immutable\nUSER node\n`,
  },
  {
    bad: `FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN «pnpm install» --prod\nUSER node\n`,
    files: { 'package.json': '{}', 'pnpm-lock.yaml': '' },
    fixed: `FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN pnpm install --frozen-lockfile --prod\nUSER node\n`,
  },
  {
    bad: `FROM node:22-slim\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN [«"yarn"»]\nUSER node\n`,
    fixed: `FROM node:22-slim\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN ["yarn", "install", "--frozen-lockfile"]\nUSER node\n`,
  },
  {
    bad: `FROM python:3.12-slim\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN «uv sync» --no-dev\nUSER 10001\n`,
    fixed: `FROM python:3.12-slim\nWORKDIR /app\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --locked --no-dev\nUSER 10001\n`,
  },
  {
    bad: `FROM ruby:3.3-slim\nWORKDIR /app\nCOPY Gemfile Gemfile.lock ./\nRUN «bundle install»\nUSER 10001\n`,
    fixed: `FROM ruby:3.3-slim\nWORKDIR /app\nCOPY Gemfile Gemfile.lock ./\nRUN BUNDLE_FROZEN=true bundle install\nUSER 10001\n`,
  },
  {
    bad: `FROM rust:1.90 AS build\nWORKDIR /app\nCOPY Cargo.toml Cargo.lock ./\nCOPY src src\nRUN «cargo build» --release\n`,
    fixed: `FROM rust:1.90 AS build\nWORKDIR /app\nCOPY Cargo.toml Cargo.lock ./\nCOPY src src\nRUN cargo build --locked --release\n`,
  },
  {
    bad: `FROM composer:2\nWORKDIR /app\nCOPY composer.json composer.lock ./\nRUN «composer update» --no-dev\nUSER 10001\n`,
    fixed: false,
  },
  {
    good: `FROM node:22-slim\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile\nUSER node\n`,
  },
  {
    good: `FROM node:22-slim\nENV CI=true\nWORKDIR /app\nCOPY package.json pnpm-lock.yaml ./\nRUN pnpm install\nUSER node\n`,
    note: 'pnpm holds to the lock file there.',
  },
  {
    good: `FROM ruby:3.3-slim\nWORKDIR /app\nCOPY Gemfile Gemfile.lock ./\nRUN bundle config set --local frozen true && bundle install\nUSER 10001\n`,
  },
  {
    good: `FROM python:3.12-slim\nWORKDIR /app\nCOPY pyproject.toml poetry.lock ./\nRUN poetry install --no-root\nUSER 10001\n`,
    note: 'poetry holds to its lock file by itself.',
  },
  {
    good: `FROM node:22-slim\nWORKDIR /app\nCOPY package.json ./\nRUN yarn install\nUSER node\n`,
    note: 'There may be no lock file.',
  },
] satisfies Example[];
