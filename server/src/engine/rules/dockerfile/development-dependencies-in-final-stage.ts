// Packages that only development needs, in the shipped image.
import { defineRule, type Example } from '../../define-rule.ts';
import { insertAboveComments } from '../../edits/insert.ts';
import { keywordLike } from '../../edits/keyword-case.ts';
import { addWordAfter } from '../../edits/shell-chain.ts';
import { type PlainCommand, programName } from '../../model/apply-run.ts';
import { commandsOf } from '../../model/commands.ts';
import {
  type DevelopmentInstall,
  developmentInstall,
  prunes,
  runsProjectTool,
} from '../../model/development-dependencies.ts';
import { startedCommands } from '../../model/development-servers.ts';
import { isDevelopment } from '../../model/file-role.ts';
import type { Model } from '../../model/model.ts';
import { imageRuntime } from '../../model/runtimes.ts';
import { isDevelopmentStage } from '../../model/stage-role.ts';
import { startedWords } from '../../model/started.ts';
import { startsShellOrNothing } from '../../model/started-tools.ts';
import type { Instruction } from '../../parse/syntax.ts';
import { contextFileAt } from '../../surroundings/copied-files.ts';
import { namesDevelopmentPackages } from '../../surroundings/development-packages.ts';
import { lineBreakOf } from '../../text/lines.ts';

interface Data {
  readonly command: PlainCommand;
  readonly install: DevelopmentInstall;
  readonly instruction: Instruction;
}

export default defineRule<Data>({
  id: 'development-dependencies-in-final-stage',
  severity: 'information',
  profiles: ['recommended', 'hardened-images'],
  summary: 'Packages that only development needs are in the shipped image',
  why: 'Test runners, linters and bundlers bring hundreds of packages with vulnerabilities of their own that nothing in the container uses.',
  sources: ['tally:php/composer-no-dev-in-production', 'tally:ruby/missing-bundle-without-development'],
  *check({ model, context }) {
    const stage = model.finalStage;
    if (!stage || isDevelopment(model) || isDevelopmentStage(stage) || startsShellOrNothing(model, stage))
      return;
    const steps: { command: PlainCommand; instruction: Instruction }[] = [];
    for (const { instructions } of [...model.finalChain].reverse())
      for (const instruction of instructions)
        if (instruction.keyword === 'RUN')
          for (const command of commandsOf(model, instruction)) steps.push({ command, instruction });
    // What a later step of the chain builds with, or takes away again.
    const last = steps.findLastIndex(({ command }) => prunes(command) || runsProjectTool(command));
    if (startsProjectTool(model)) return;
    const manifests = new Map<string, boolean | undefined>();
    for (const { command, instruction } of steps.slice(last + 1)) {
      const before = model.before(instruction);
      const install = developmentInstall(command, before);
      if (!install) continue;
      const folder = before.workdir === '/' ? '' : before.workdir;
      const { manifest, shown, what, word } = install;
      if (manifest !== undefined && folder !== undefined) {
        const path = contextFileAt(model, instruction, `${folder}/${manifest}`);
        const text = path === undefined ? undefined : context.files?.[path];
        if (path !== undefined && text !== undefined) {
          if (!manifests.has(path)) manifests.set(path, namesDevelopmentPackages(manifest, text));
          if (manifests.get(path) === false) continue;
        }
      }
      yield {
        at: word?.at ?? {
          start: command.word?.at.start ?? command.command.at.start,
          end: install.call.verbWord.at.end,
        },
        message: `\`${shown}\` installs ${what}, in the image that is shipped. ${advice(install, model)}.`,
        data: { command, install, instruction },
      };
    }
  },
  *fix({ data }, { model }) {
    const { install, instruction } = data!;
    // A script may start anything, and Ruby's frameworks load what their environment names.
    const { env } = model.finalStage!.end;
    const isProduction = (env.get('RAILS_ENV') ?? env.get('RACK_ENV')) === 'production';
    if (install.variable !== undefined ? !isProduction : !startsRuntimeOnly(model)) return;
    const option = optionFor(install, model);
    const { verbWord, verb } = install.call;
    const { dockerfile } = model;
    const title = 'Install what the program needs at run time only';
    if (option !== undefined) {
      const edit = addWordAfter(model, verbWord, verb === '' ? `install ${option}` : option);
      if (edit && !(instruction.exec && (verb === '' || option.includes(' '))))
        yield { title: `${title} (${option})`, safety: 'review', preferred: true, edits: [edit] };
    } else if (install.variable !== undefined) {
      // In the image, because Bundler looks for the same groups again when it starts the program.
      const line = `${keywordLike(dockerfile, 'ENV')} ${install.variable}${lineBreakOf(dockerfile.text)}`;
      yield {
        title: `${title} (${install.variable})`,
        safety: 'review',
        preferred: true,
        edits: [insertAboveComments(dockerfile, instruction, line)],
      };
    }
  },
});

/** npm knows `--omit` since version 7, which Node brings since 15. */
function optionFor({ call, option }: DevelopmentInstall, model: Model): string | undefined {
  if (call.manager !== 'npm') return option;
  const version = imageRuntime(model.finalStage!, 'node')?.version;
  return version !== undefined && Number(version) < 16 ? '--production' : option;
}

function advice(install: DevelopmentInstall, model: Model): string {
  const option = optionFor(install, model);
  if (option !== undefined) return `Add \`${option}\``;
  return install.variable === undefined ? 'Leave them out' : `Set \`${install.variable}\``;
}

/** The container starts a script or a tool of the project that may be among those packages. */
function startsProjectTool(model: Model): boolean {
  const stage = model.finalStage!;
  if (startedWords(model, stage)?.some((word) => /(^|\/)(npx|bunx)$/.test(word))) return true;
  return startedCommands(model, stage).some((words) => projectTools.test(programName(words[0]?.text ?? '')));
}

const projectTools =
  /^(nodemon|ts-node|ts-node-dev|tsx|vite|ng|webpack|webpack-dev-server|next|nuxt|nest|react-scripts|babel-node|npm|yarn|pnpm|bun|jest|mocha|cypress|playwright|pytest|tox|phpunit|rspec)$/;

/** The container starts nothing but programs that come with the runtime or that no development package brings. */
function startsRuntimeOnly(model: Model): boolean {
  const commands = startedCommands(model, model.finalStage!);
  return (
    commands.length > 0 && commands.every((words) => runtimePrograms.test(programName(words[0]?.text ?? '')))
  );
}

const runtimePrograms =
  /^(node|nodejs|python[\d.]*|gunicorn|uvicorn|hypercorn|php|php-fpm[\d.]*|apache2-foreground|httpd-foreground|frankenphp|nginx)$/;

export const docs = `
npm, yarn, pnpm and bun without \`--omit=dev\` or its like, pip with a requirements file or extra for development, poetry and uv with the
development group, pipenv with \`--dev\`, composer without \`--no-dev\`, Bundler without \`BUNDLE_WITHOUT\`.

Only the steps of the shipped image count. Silent are \`NODE_ENV\`, \`NPM_CONFIG_OMIT\` and the other tools' own variables, a later prune, an image that
builds or tests with those packages afterwards ([single-stage-build](single-stage-build.md) speaks of that) or that starts a script of the
project, and a manifest in the build context that names no development packages.
`;

export const examples = [
  {
    bad: `FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN «npm ci»\nCOPY . .\nUSER node\nCMD ["node", "server.js"]\n`,
    fixed: `FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\nCOPY . .\nUSER node\nCMD ["node", "server.js"]\n`,
  },
  {
    bad: `FROM node:14-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN «npm install»\nUSER node\nCMD ["node", "server.js"]\n`,
    fixed: `FROM node:14-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm install --production\nUSER node\nCMD ["node", "server.js"]\n`,
  },
  {
    bad: `FROM python:3.13-slim\nCOPY . .\nRUN pip install -r requirements.txt -r «requirements-dev.txt»\nUSER 10001\nCMD ["python", "app.py"]\n`,
    fixed: false,
  },
  {
    bad: `FROM python:3.13-slim\nCOPY pyproject.toml poetry.lock ./\nRUN «poetry install» --no-root\nUSER 10001\nCMD ["python", "app.py"]\n`,
    fixed: `FROM python:3.13-slim\nCOPY pyproject.toml poetry.lock ./\nRUN poetry install --only main --no-root\nUSER 10001\nCMD ["python", "app.py"]\n`,
  },
  {
    bad: `FROM php:8.4-apache\nCOPY . .\nRUN «composer install» --optimize-autoloader\nUSER www-data\nCMD ["apache2-foreground"]\n`,
    fixed: `FROM php:8.4-apache\nCOPY . .\nRUN composer install --no-dev --optimize-autoloader\nUSER www-data\nCMD ["apache2-foreground"]\n`,
  },
  {
    bad: `FROM ruby:3.4-slim\nENV RAILS_ENV=production\nCOPY Gemfile Gemfile.lock ./\nRUN «bundle install»\nUSER 10001\nCMD ["puma"]\n`,
    fixed: `FROM ruby:3.4-slim\nENV RAILS_ENV=production\nCOPY Gemfile Gemfile.lock ./\nENV BUNDLE_WITHOUT=development:test\nRUN bundle install\nUSER 10001\nCMD ["puma"]\n`,
  },
  {
    bad: `FROM node:22-slim\nCOPY . .\nRUN «npm ci»\nUSER node\nCMD ["./start.sh"]\n`,
    fixed: false,
    note: 'What the script starts is not known.',
  },
  {
    good: `FROM node:22-slim\nCOPY . .\nRUN npm ci\nUSER node\nCMD ["npx", "cypress", "run"]\n`,
    note: 'It starts one of those packages.',
  },
  {
    good: `FROM node:22-slim\nENV NODE_ENV=production\nRUN npm ci\nUSER node\nCMD ["node", "server.js"]\n`,
  },
  {
    good: `FROM node:22 AS build\nRUN npm ci\nFROM node:22-slim\nCOPY --from=build /app /app\nUSER node\nCMD ["node", "server.js"]\n`,
    note: 'Installed in a builder stage.',
  },
  {
    good: `FROM node:22-slim\nRUN npm ci && npm run build && npm prune --omit=dev\nUSER node\nCMD ["node", "server.js"]\n`,
    note: 'Pruned again.',
  },
  {
    good: `FROM node:22-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nUSER node\nCMD ["node", "server.js"]\n`,
    files: { 'package.json': '{"dependencies":{"express":"5.0.0"}}', 'package-lock.json': '{}' },
    note: 'There are none.',
  },
  {
    good: `FROM python:3.13-slim\nRUN pip install -r requirements.txt -c constraints-dev.txt\nUSER 10001\nCMD ["python", "app.py"]\n`,
  },
  { good: `FROM node:22-slim\nRUN npm install -g pm2\nUSER node\nCMD ["pm2-runtime", "server.js"]\n` },
] satisfies Example[];
