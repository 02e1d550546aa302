// Certificates are not checked.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import { removeCommand } from '../../edits/remove-command.ts';
import { removePair } from '../../edits/remove-pair.ts';
import { removeWords } from '../../edits/remove-word.ts';
import type { PlainCommand } from '../../model/apply-run.ts';
import { commandsOf } from '../../model/commands.ts';
import type { Model } from '../../model/model.ts';
import { insecureAssignment, insecureOption } from '../../model/tls.ts';
import { instructionsOf } from '../../model/triggers.ts';
import { readPairs } from '../../parse/arguments.ts';
import type { Dockerfile, Instruction, Span } from '../../parse/syntax.ts';

interface Data {
  readonly instruction: Instruction;
  readonly at: Span;
  /** Its place among the names of ENV or ARG. */
  readonly pair?: number;
  readonly command?: PlainCommand;
  /** What can be taken out of the command. */
  readonly remove?: Span;
}

const advice = 'Remove it, and add the certificate authority that is missing to the image.';

export default defineRule<Data>({
  id: 'tls-verification-disabled',
  severity: 'warning',
  profiles: ['recommended', 'hardened-images'],
  summary: 'Certificates are not checked',
  why: 'Whoever sits between the build and the server can hand over anything.',
  sources: [
    'checkov:CKV2_DOCKER_2',
    'checkov:CKV2_DOCKER_3',
    'checkov:CKV2_DOCKER_4',
    'checkov:CKV2_DOCKER_5',
    'checkov:CKV2_DOCKER_6',
    'checkov:CKV2_DOCKER_12',
    'checkov:CKV2_DOCKER_13',
    'checkov:CKV2_DOCKER_14',
    'checkov:CKV2_DOCKER_15',
    'checkov:CKV2_DOCKER_16',
  ],
  checksFixes: true,
  *check({ model }) {
    for (const stage of model.stages) {
      for (const instruction of instructionsOf(stage)) {
        if (instruction.keyword === 'ENV' || instruction.keyword === 'ARG') {
          for (const [index, { name, value, at }] of readPairs(instruction).entries()) {
            const problem = insecureAssignment(name, value);
            if (problem)
              yield { at, message: `${problem} ${advice}`, data: { instruction, at, pair: index } };
          }
        }
        if (!['RUN', 'CMD', 'ENTRYPOINT'].includes(instruction.keyword)) continue;
        for (const command of commandsOf(model, instruction)) {
          for (const { name, value, at } of assignmentsOf(command)) {
            const problem = insecureAssignment(name, value);
            if (problem)
              yield { at, message: `${problem} ${advice}`, data: { instruction, at, command, remove: at } };
          }
          for (const { at, problem, remove } of insecureOption(command)) {
            yield {
              at,
              message: `${problem} ${advice}`,
              data: { instruction, at, command, ...(remove && { remove }) },
            };
          }
        }
      }
    }
  },
  *fix(problem, { model }) {
    const edit = withoutIt(model, problem.data!);
    if (edit) yield { title: 'Check certificates again', safety: 'review', preferred: true, edits: [edit] };
  },
});

/** `A=b command`, and `env A=b command`. */
function assignmentsOf({ command }: PlainCommand) {
  const before = command.args.findIndex(({ text }) => !/^(-|\w+=)/.test(text));
  const given = command.name?.value === 'env' ? command.args.slice(0, before < 0 ? undefined : before) : [];
  return [
    ...command.assignments,
    ...given.flatMap(({ text, at }) => {
      const cut = text.indexOf('=');
      return cut > 0 ? [{ name: text.slice(0, cut), value: text.slice(cut + 1), at }] : [];
    }),
  ];
}

function withoutIt(model: Model, { instruction, at, pair, command, remove }: Data): Edit | undefined {
  const { dockerfile } = model;
  if (pair !== undefined) return removePair(dockerfile, instruction, pair);
  if (remove) return withoutWord(dockerfile, remove);
  if (!command) return undefined;
  const { args } = command;
  const index = args.findIndex((word) => word.at.start === at.start);
  const option = args[index - 1];
  // `git -c http.sslVerify=false`, `apt-get -o Acquire::https::Verify-Peer=false`.
  if (option && /^-[co]$/.test(option.text))
    return removeWords(dockerfile, { start: option.at.start, end: at.end });
  // A setting, an `export` or a line that is written, and nothing besides.
  const isAlone = index < 0 || args.filter(({ text }) => !text.startsWith('-')).length === 1;
  return isAlone ? removeCommand(model, instruction, command) : removeWords(dockerfile, at);
}

/** A letter of `-fsSLk` goes alone. */
function withoutWord(dockerfile: Dockerfile, remove: Span): Edit | undefined {
  const before = dockerfile.text[remove.start - 1] ?? '';
  if (/[\w#-]/.test(before)) return { ...remove, text: '' };
  return removeWords(dockerfile, remove);
}

export const docs = `
\`curl -k\`, \`wget --no-check-certificate\`, \`NODE_TLS_REJECT_UNAUTHORIZED=0\`, \`PYTHONHTTPSVERIFY=0\`, \`GIT_SSL_NO_VERIFY\`,
\`git config http.sslVerify false\`, \`npm config set strict-ssl false\`, \`pip --trusted-host\`, \`yum --setopt=sslverify=0\`, the
switches of yarn, pnpm, composer, conda, Maven, Bundler, uv, Go, svn, skopeo and helm, and the lines of their configuration files
that \`echo\` writes. A health check that probes the container itself is no finding.
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN curl «-k» -o /tmp/a https://example.com/a\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN curl -o /tmp/a https://example.com/a\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN curl «-fsSLk» https://example.com/a -o /tmp/a\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN curl -fsSL https://example.com/a -o /tmp/a\nUSER 10001\n`,
  },
  { bad: `FROM debian:12\nRUN wget «--no-check-certificate» https://example.com/a\nUSER 10001\n` },
  {
    bad: `FROM node:22-slim\nENV NODE_ENV=production «NODE_TLS_REJECT_UNAUTHORIZED=0»\nUSER node\n`,
    fixed: `FROM node:22-slim\nENV NODE_ENV=production\nUSER node\n`,
  },
  { bad: `FROM node:22-slim\nRUN «npm config set strict-ssl false» && npm ci\nUSER node\n` },
  {
    bad: `FROM python:3.12-slim\nRUN pip install «--trusted-host pypi.example.com» -r requirements.txt\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN «git config --global http.sslVerify false» && git clone https://example.com/a\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN git clone https://example.com/a\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN curl -fsSL \\\n    «--insecure» \\\n    -o /tmp/a https://example.com/a\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN curl -fsSL \\\n    -o /tmp/a https://example.com/a\nUSER 10001\n`,
    note: 'Its line goes with it.',
  },
  {
    bad: `FROM debian:12\nRUN curl -fsSL -o /tmp/a https://example.com/a \\\n    «-k»\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN curl -fsSL -o /tmp/a https://example.com/a\nUSER 10001\n`,
  },
  {
    bad: `FROM node:22-slim\nRUN export «NODE_TLS_REJECT_UNAUTHORIZED=0» && npm ci\nUSER node\n`,
    fixed: `FROM node:22-slim\nRUN npm ci\nUSER node\n`,
  },
  {
    bad: `FROM node:22-slim\nRUN «npm set strict-ssl false» && «yarn config set strict-ssl false»\nUSER node\n`,
  },
  { bad: `FROM composer:2\nRUN «composer config -g -- disable-tls true»\nUSER 10001\n` },
  { bad: `FROM condaforge/miniforge3:24.9.2-0\nRUN «conda config --set ssl_verify false»\nUSER 10001\n` },
  {
    bad: `FROM maven:3.9-eclipse-temurin-21\nRUN mvn «-Dmaven.wagon.http.ssl.insecure=true» package\nUSER 10001\n`,
    fixed: `FROM maven:3.9-eclipse-temurin-21\nRUN mvn package\nUSER 10001\n`,
  },
  {
    bad: `FROM node:22-slim\nRUN echo «"strict-ssl=false"» >> .npmrc\nUSER node\n`,
    fixed: `FROM node:22-slim\nUSER node\n`,
  },
  {
    bad: `FROM node:22-slim\nRUN env «NODE_TLS_REJECT_UNAUTHORIZED=0» npm ci\nUSER node\n`,
    fixed: `FROM node:22-slim\nRUN env npm ci\nUSER node\n`,
  },
  {
    bad: `FROM debian:12\nRUN git -c «http.sslVerify=false» clone https://example.com/a\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN git clone https://example.com/a\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN «GIT_SSL_NO_VERIFY=1» git clone https://example.com/a\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN git clone https://example.com/a\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN ["curl", «"-k"», "-o", "/tmp/a", "https://example.com/a"]\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN ["curl", "-o", "/tmp/a", "https://example.com/a"]\nUSER 10001\n`,
  },
  {
    good: `FROM node:22-slim\nRUN npm config get strict-ssl && echo strict-ssl=false\nUSER node\n`,
    note: 'Only read and printed.',
  },
  { good: `FROM composer:2\nRUN composer config -g disable-tls false\nUSER 10001\n` },
  { good: `FROM debian:12\nRUN curl -fsS https://example.com/a -o /tmp/a\nUSER 10001\n` },
  {
    good: `FROM nginx:1.27\nHEALTHCHECK CMD curl -kf https://127.0.0.1/ || exit 1\nUSER nginx\n`,
    note: 'It probes the container itself.',
  },
  { good: `FROM node:22-slim\nENV NODE_TLS_REJECT_UNAUTHORIZED=1\nUSER node\n` },
] satisfies Example[];
