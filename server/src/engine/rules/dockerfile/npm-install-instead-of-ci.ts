// npm install may change what the lock file says.
import { defineRule, type Example } from '../../define-rule.ts';
import { replaceWord } from '../../edits/add-word.ts';
import { commandsOf } from '../../model/commands.ts';
import { isDevelopment } from '../../model/file-role.ts';
import { type LanguageCall, readLanguageCall } from '../../model/language-installs.ts';
import type { Stage } from '../../model/model.ts';
import { hasOption } from '../../model/options.ts';
import { imageRuntime } from '../../model/runtimes.ts';
import { runsOf } from '../../model/triggers.ts';
import type { Span } from '../../parse/syntax.ts';
import { contextFileAt } from '../../surroundings/copied-files.ts';

interface Data {
  /** The verb's word. */
  readonly verb: Span;
}

export default defineRule<Data>({
  id: 'npm-install-instead-of-ci',
  severity: 'information',
  profiles: ['recommended'],
  summary: 'Packages come by npm install where npm ci would install exactly what is locked',
  why: '`npm install` takes newer versions without a word where package.json and the lock file differ.',
  sources: [],
  *check({ model }) {
    if (isDevelopment(model)) return;
    for (const stage of model.stages) {
      if (lacksCi(stage)) continue;
      for (const instruction of runsOf(stage)) {
        if (!commandsOf(model, instruction).some((command) => isInstall(readLanguageCall(command)))) continue;
        for (const { command, before } of model.commandSteps(instruction)) {
          const call = readLanguageCall(command);
          if (!isInstall(call) || before.workdir === undefined) continue;
          const folder = before.workdir === '/' ? '' : before.workdir;
          const lock = ['package-lock.json', 'npm-shrinkwrap.json'].find(
            (name) => contextFileAt(model, instruction, `${folder}/${name}`) !== undefined,
          );
          if (lock === undefined) continue;
          yield {
            at: { start: command.word?.at.start ?? command.command.at.start, end: call.verbWord.at.end },
            message: `\`npm ${call.verb}\` may install other versions than \`${lock}\` says. Use \`npm ci\`, which installs exactly those or ends the build.`,
            data: { verb: call.verbWord.at },
          };
        }
      }
    }
  },
  *fix(problem, { model }) {
    yield {
      title: 'Install exactly what is locked, with npm ci',
      safety: 'review',
      preferred: true,
      edits: [replaceWord(model.dockerfile, problem.data!.verb, 'ci')],
    };
  },
});

/** npm has had `ci` since 5.7, and Node brings that since 10. */
function lacksCi(stage: Stage): boolean {
  const version = imageRuntime(stage, 'node')?.version;
  return version !== undefined && Number(version) < 10;
}

/** `npm install` of what package.json names, in the folder of the command. */
function isInstall(call: LanguageCall | undefined): call is LanguageCall {
  return (
    call?.manager === 'npm' &&
    /^(install|i|in)$/.test(call.verb) &&
    call.words.length === 0 &&
    !hasOption(
      call.read,
      'g',
      'global',
      'prefix',
      'C',
      'package-lock',
      'no-package-lock',
      'package-lock-only',
      'location',
    )
  );
}

export const docs = `
Only where \`package-lock.json\` (or \`npm-shrinkwrap.json\`) certainly lies in the folder in which npm runs: COPY names it, or copies a
folder or \`package*.json\` from a build context that is known to hold it and does not ignore it. The fix keeps the options. \`npm ci\`
removes \`node_modules\` first, and ends the build where package.json and the lock file differ: run \`npm install\` once and commit the
lock file then.
`;

export const examples = [
  {
    bad: `FROM node:22-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN «npm install» --omit=dev\nUSER node\n`,
    fixed: `FROM node:22-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\nUSER node\n`,
  },
  {
    bad: `FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN «npm i» && npm run build\nUSER node\n`,
    files: { 'package.json': '{}', 'package-lock.json': '{}' },
    fixed: `FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci && npm run build\nUSER node\n`,
  },
  {
    bad: `FROM node:22-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN [«"npm", "install"», "--omit=dev"]\nUSER node\n`,
    fixed: `FROM node:22-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN ["npm", "ci", "--omit=dev"]\nUSER node\n`,
  },
  {
    bad: `FROM node:22-slim\nCOPY . /app\nRUN cd /app/web && «npm install»\nUSER node\n`,
    files: { 'web/package.json': '{}', 'web/package-lock.json': '{}' },
  },
  {
    good: `FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm install\nUSER node\n`,
    note: 'Whether there is a lock file is not known.',
  },
  {
    good: `FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm install\nUSER node\n`,
    files: { 'package.json': '{}', 'package-lock.json': '{}', '.dockerignore': 'package-lock.json\n' },
    note: 'The lock file is ignored.',
  },
  {
    good: `FROM node:22-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm install -g pm2@5.4.2 && npm ci\nUSER node\n`,
  },
  {
    good: `FROM node:22-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nWORKDIR /tools\nRUN npm install\nUSER node\n`,
    note: 'Another folder.',
  },
  {
    good: `FROM node:8\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm install\nUSER node\n`,
    note: 'Its npm may have no `ci`.',
  },
] satisfies Example[];
