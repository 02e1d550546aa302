// A command that is given a secret in clear.
import { defineRule, type Example, type Fix } from '../../define-rule.ts';
import { withoutKeptFile } from '../../edits/kept-credentials.ts';
import { buildNote, mountAssigned, mountLiteral } from '../../edits/mount-literal.ts';
import type { PlainCommand } from '../../model/apply-run.ts';
import { commandsOf } from '../../model/commands.ts';
import type { Model } from '../../model/model.ts';
import { type CommandSecret, secretsInCommand } from '../../model/secret-commands.ts';
import { credentialsIn } from '../../model/secret-files.ts';
import { commandKeywords } from '../../model/secret-places.ts';
import { secretUrls } from '../../model/secret-urls.ts';
import { keptCredentials } from '../../model/secret-writes.ts';
import { readCopy } from '../../parse/arguments.ts';
import { instructionAt } from '../../parse/instruction-at.ts';
import type { Instruction } from '../../parse/syntax.ts';

interface Data {
  readonly instruction: Instruction;
  readonly command?: PlainCommand;
  readonly secret?: CommandSecret;
  /** A file of credentials that stays, as it is written. */
  readonly kept?: string;
}

export default defineRule<Data>({
  id: 'secret-in-command',
  severity: 'error',
  profiles: ['recommended', 'cis', 'hardened-images'],
  summary: 'A command is given a secret in clear',
  why: 'The command line is part of the history of the image, and what it writes is part of a layer.',
  sources: ['trivy:DS-0031', 'cis:4.10'],
  checksFixes: true,
  *check({ model }) {
    for (const stage of model.stages) {
      for (const instruction of stage.instructions) {
        if (commandKeywords.has(instruction.keyword)) {
          const urls = secretUrls(instruction);
          const advice =
            instruction.keyword === 'RUN'
              ? 'Use a secret mount instead.'
              : 'Pass it at run time, or mount it as a file.';
          for (const command of commandsOf(model, instruction))
            for (const secret of secretsInCommand(command)) {
              const { at, by } = secret;
              if (urls.some((url) => url.at.start < at.end && at.start < url.at.end)) continue;
              yield {
                at,
                message: `A secret stands in clear in ${by}. ${advice}`,
                data: { instruction, command, secret },
              };
            }
        } else if (readCopy(instruction)) {
          for (const heredoc of instruction.heredocs)
            for (const { start, end } of credentialsIn(heredoc.body))
              yield {
                at: { start: heredoc.bodyAt.start + start, end: heredoc.bodyAt.start + end },
                message: `A secret stands in clear in this file, and ${instruction.keyword} puts it into a layer. Use a secret mount instead.`,
              };
        }
      }
    }
    for (const { at, path, variable } of keptCredentials(model))
      yield {
        at,
        severity: 'warning',
        message: `\`${path}\` stays in this layer with the value of \`${variable}\`. Mount the file as a secret, or remove it in the same RUN.`,
        data: { instruction: instructionAt(model.dockerfile, at.start)!, kept: path },
      };
  },
  *fix(problem, { model }) {
    const { instruction, command, secret, kept } = problem.data ?? {};
    if (instruction && kept !== undefined) yield* withoutKeptFile(model, instruction, kept);
    else if (instruction && command && secret) {
      const fix = mountedFix(model, instruction, command, secret);
      if (fix) yield fix;
    }
  },
});

function mountedFix(
  model: Model,
  instruction: Instruction,
  command: PlainCommand,
  { at, by, value, variable }: CommandSecret,
): Fix | undefined {
  if (value === undefined) return undefined;
  const { text } = model.dockerfile;
  const place = text.slice(at.start, at.end).lastIndexOf(value);
  if (variable === undefined && place < 0) return undefined;
  const kind = /token|header|-H|key|authorization/i.test(by) ? 'token' : 'password';
  const start = at.start + place;
  const mounted =
    variable === undefined
      ? mountLiteral(model, instruction, { start, end: start + value.length }, `${command.name}_${kind}`)
      : mountAssigned(model, instruction, command, at, variable);
  return (
    mounted && {
      title: `Read it from a secret mount ${buildNote(mounted)}`,
      safety: 'review',
      preferred: true,
      edits: mounted.edits,
    }
  );
}

export const docs = `
Options that take a secret (\`curl -u user:…\`, \`docker login -p\`, \`mysql -p…\`, \`sshpass -p\`, \`--password\`), headers (\`Authorization\`,
\`PRIVATE-TOKEN\`), settings (\`npm config set //…:_authToken\`, \`aws configure set\`, \`git config\`), assignments, and lines that \`echo\`,
\`printf\` or a heredoc write (\`.npmrc\`, \`.netrc\`). A variable instead of the secret is no finding here, and neither are well-known stand-ins
(\`changeme\`, \`password\`, \`<token>\`). A \`.npmrc\` or \`.netrc\` that is written from a variable, and that no command of the same RUN
removes again, is a warning. With a secret mount: \`RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci\`.
`;

export const examples = [
  {
    bad: `FROM debian:12\nRUN curl «-u bob:s3cr3t9x» -O https://nexus.corp.io/a.tgz\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN --mount=type=secret,id=curl_password,env=CURL_PASSWORD curl -u bob:"\${CURL_PASSWORD}" -O https://nexus.corp.io/a.tgz\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN curl «-H "PRIVATE-TOKEN: k9Xw-27dTq"» -O https://git.corp.io/a.tgz\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN --mount=type=secret,id=curl_token,env=CURL_TOKEN curl -H "PRIVATE-TOKEN: \${CURL_TOKEN}" -O https://git.corp.io/a.tgz\nUSER 10001\n`,
  },
  {
    bad: `FROM docker:28\nRUN docker login «-p k9Xw27dTq» -u bob registry.corp.io\nUSER 10001\n`,
    fixed: `FROM docker:28\nRUN --mount=type=secret,id=docker_password,env=DOCKER_PASSWORD docker login -p "\${DOCKER_PASSWORD}" -u bob registry.corp.io\nUSER 10001\n`,
  },
  { bad: `FROM mysql:8.4\nRUN mysqladmin -u root «-pk9Xw27dTq» ping\nUSER 10001\n` },
  {
    bad: `FROM node:22-slim\nRUN npm config set «//npm.corp.io/:_authToken k9Xw27dTq» && npm ci\nUSER node\n`,
    fixed: false,
    note: 'npm keeps it in a file of the layer.',
  },
  {
    bad: `FROM node:22-slim\nRUN echo «"//npm.corp.io/:_authToken=k9Xw27dTq"» > .npmrc && npm ci\nUSER node\n`,
  },
  {
    bad: `FROM debian:12\nRUN printf «'machine git.corp.io login bob password k9Xw27dTq\\n'» > /root/.netrc\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nRUN «PGPASSWORD=k9Xw27dTq» ./migrate\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN --mount=type=secret,id=pgpassword,env=PGPASSWORD ./migrate\nUSER 10001\n`,
  },
  { bad: `FROM redis:8\nCMD ["redis-server", «"--requirepass", "k9Xw27dTq"»]\n` },
  {
    bad: `FROM node:22-slim\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN echo "//npm.corp.io/:_authToken=$NPM_TOKEN" > «.npmrc» && npm ci\nUSER node\n`,
    fixed: `FROM node:22-slim\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN echo "//npm.corp.io/:_authToken=$NPM_TOKEN" > .npmrc && npm ci && rm -f .npmrc\nUSER node\n`,
    note: 'The secret was mounted, and then written into the layer.',
  },
  {
    bad: `FROM golang:1.25\nARG GITHUB_TOKEN\nRUN echo "machine github.com login $GITHUB_TOKEN" > «~/.netrc»\nRUN go mod download\nUSER 10001\n`,
    fixed: `FROM golang:1.25\nARG GITHUB_TOKEN\nRUN --mount=type=secret,id=netrc,target=/root/.netrc go mod download\nUSER 10001\n`,
    note: 'A later step reads it.',
  },
  {
    bad: `FROM node:22-slim\nARG NPM_TOKEN\nRUN «npm config set //npm.corp.io/:_authToken $NPM_TOKEN» && npm ci\nUSER node\n`,
  },
  {
    bad: `FROM node:22-slim\nCOPY <<EOF /root/.npmrc\n//npm.corp.io/:_authToken=«k9Xw27dTq»\nEOF\nUSER node\n`,
  },
  {
    good: `FROM debian:12\nRUN curl -u "bob:$PASSWORD" -O https://nexus.corp.io/a.tgz\nUSER 10001\n`,
    note: 'A variable.',
  },
  {
    good: `FROM node:22-slim\nRUN echo '//npm.corp.io/:_authToken=\${NPM_TOKEN}' > .npmrc && npm ci\nUSER node\n`,
    note: 'npm reads the variable: the file holds its name.',
  },
  {
    good: `FROM node:22-slim\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN echo "//npm.corp.io/:_authToken=$NPM_TOKEN" > .npmrc && npm ci && rm .npmrc\nUSER node\n`,
    note: 'It is gone before the layer is made.',
  },
  {
    good: `FROM node:22-slim AS build\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN echo "//npm.corp.io/:_authToken=$NPM_TOKEN" > .npmrc && npm ci\nFROM node:22-slim\nCOPY --from=build /app/dist /app\nUSER node\n`,
    note: 'This layer is not shipped.',
  },
  { good: `FROM debian:12\nRUN adduser --disabled-password --gecos "" app\nUSER app\n` },
  {
    good: `FROM python:3.12-slim\nRUN SECRET_KEY=abc123xyz python manage.py collectstatic\nUSER 10001\n`,
    note: 'Any key will do for this.',
  },
  { good: `FROM debian:12\nRUN echo "app:k9Xw27dTq" | chpasswd\nUSER 10001\n`, note: 'chpasswd reports it.' },
  {
    good: `FROM mysql:8.4\nRUN mysql -uroot -proot -e 'select 1' && mysql -p < a.sql\n`,
    note: 'Guards nothing.',
  },
  {
    good: `FROM debian:12\nRUN keytool -importcert -storepass changeit -file a.crt\nUSER 10001\n`,
    note: 'The default of Java.',
  },
  {
    good: `FROM debian:12\nRUN ./configure --with-password=argon2id --token-ttl=3600 --password-file=/run/x\nUSER 10001\n`,
  },
] satisfies Example[];
