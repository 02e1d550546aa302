// A package is installed in whatever version is the newest.
import { defineRule, type Example } from '../../define-rule.ts';
import { commandsOf } from '../../model/commands.ts';
import { isDevelopment } from '../../model/file-role.ts';
import { settlesCheckout } from '../../model/git-sources.ts';
import { goModuleSeeker } from '../../model/go-modules.ts';
import { runsOf } from '../../model/triggers.ts';
import { unpinnedPackages } from '../../model/unpinned-installs.ts';

export default defineRule<undefined>({
  id: 'unpinned-tool-install',
  severity: 'information',
  profiles: ['recommended'],
  summary: 'A package of a language is installed in whatever version is the newest',
  why: 'A version that was taken over an hour ago is in the next image, and the same file builds another image tomorrow.',
  sources: [
    'hadolint:DL3013',
    'hadolint:DL3016',
    'hadolint:DL3028',
    'hadolint:DL3062',
    'kics:02d9c71f-3ee8-4986-9c27-1a20d0d19bfc',
    'kics:22cd11f7-9c6c-4f6e-84c0-02058120b341',
    'kics:e36d8880-3f78-4546-b9a1-12f0745ca0d5',
  ],
  *check({ model }) {
    if (isDevelopment(model)) return;
    const mayHaveModule = goModuleSeeker(model);
    for (const stage of model.stages) {
      // What `go get` put into GOPATH may be set to a commit afterwards.
      const settled = runsOf(stage)
        .flatMap((run) => commandsOf(model, run))
        .findLast(settlesCheckout)?.command.at.start;
      for (const instruction of runsOf(stage)) {
        const state = model.before(instruction);
        for (const command of commandsOf(model, instruction)) {
          const found = unpinnedPackages(command, state, () => mayHaveModule(stage, command));
          if (
            !found ||
            (command.name === 'go' && settled !== undefined && command.command.at.start < settled)
          )
            continue;
          const [first] = found.words;
          const last = found.words.at(-1)!;
          const names = found.words.slice(0, 3).map(({ text }) => `\`${text}\``);
          const more = found.words.length - names.length;
          yield {
            at: { start: first!.at.start, end: last.at.end },
            severity: found.own ? 'hint' : 'information',
            message: `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''} ${
              found.words.length === 1 ? 'comes' : 'come'
            } in whatever version is the newest. Name it: \`${found.example}\`.`,
          };
        }
      }
    }
  },
});

export const docs = `
\`pip install X\`, \`pipx install X\`, \`uv tool install X\`, \`npm install X\` (with and without \`-g\`), \`yarn add X\`, \`pnpm add X\`,
\`gem install X\`, \`cargo install X\`, \`go install X@latest\`, \`go get X\`, \`dotnet tool install X\`, \`composer global require X\` and
\`corepack prepare X@latest\`. One finding a command. A version range counts as a version, and so do constraints, hashes, files, addresses
and variables. Newer versions of pip, setuptools and wheel are only a hint. Not in development files.
`;

export const examples = [
  {
    bad: `FROM python:3.12-slim\nRUN pip install --no-cache-dir «flask gunicorn[gevent]»\nUSER 10001\n`,
    fixed: false,
  },
  { bad: `FROM node:22-slim\nRUN npm install -g «pm2»\nUSER node\n` },
  { bad: `FROM node:22-slim\nRUN npm install -g «@angular/cli@latest»\nUSER node\n` },
  { bad: `FROM golang:1.25 AS build\nRUN go install «golang.org/x/tools/gopls@latest»\n` },
  {
    bad: `FROM golang:1.17 AS build\nRUN go get «github.com/cosmtrek/air»\n`,
    note: 'It takes the newest.',
  },
  {
    bad: `FROM golang:1.17 AS build\nRUN go install «github.com/cosmtrek/air»\n`,
    note: 'There is no go.mod that could say the version.',
  },
  { bad: `FROM ruby:3.3-slim\nRUN gem install «bundler»\nUSER 10001\n` },
  { bad: `FROM rust:1.90 AS build\nRUN cargo install «cargo-chef» --locked\n` },
  { bad: `FROM python:3.12-slim\nRUN python -m pip install --upgrade «pip»\nUSER 10001\n`, note: 'A hint.' },
  {
    good: `FROM python:3.12-slim\nRUN pip install flask==3.0.3 "gunicorn>=22,<23" -r requirements.txt .\nUSER 10001\n`,
  },
  {
    good: `FROM python:3.12-slim\nRUN pip install -c constraints.txt flask\nUSER 10001\n`,
    note: 'Constraints state the version.',
  },
  { good: `FROM node:22-slim\nRUN npm install -g pm2@5.4.2 && npm install ./local && npm ci\nUSER node\n` },
  {
    good: `FROM golang:1.25 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go install golang.org/x/tools/cmd/stringer\n`,
    note: 'go.mod says the version.',
  },
  {
    good: `FROM golang:1.25 AS build\nRUN go install golang.org/x/tools/gopls@v0.17.0 && go install ./cmd/app\n`,
  },
  { good: `FROM ruby:3.3-slim\nRUN gem install bundler -v 2.5.22 && gem install rake:13.2.1\nUSER 10001\n` },
  { good: `FROM python:3.12-slim\nCOPY app.whl .\nRUN pip install app.whl\nUSER 10001\n`, note: 'A file.' },
  {
    good: `FROM ruby:3.3-slim\nRUN gem install nokogiri:1.16.0 -- --use-system-libraries true\nUSER 10001\n`,
  },
  {
    good: `FROM golang:1.13\nRUN go get -d github.com/example/tool\nWORKDIR /go/src/github.com/example/tool\nRUN git checkout v1.2.3 && go install .\n`,
    note: 'A commit is chosen afterwards.',
  },
  { good: `FROM python:3.12-slim\nARG TOOL\nRUN pip install "$TOOL"\nUSER 10001\n` },
] satisfies Example[];
