// A command that is given a secret in clear.
import { defineRule, type Example } from '../../define-rule.ts';
import { commandsOf } from '../../model/commands.ts';
import { secretsInCommand } from '../../model/secret-commands.ts';
import { credentialsIn } from '../../model/secret-files.ts';
import { commandKeywords } from '../../model/secret-places.ts';
import { secretUrls } from '../../model/secret-urls.ts';
import { keptCredentials } from '../../model/secret-writes.ts';
import { readCopy } from '../../parse/arguments.ts';

export default defineRule({
  id: 'secret-in-command',
  severity: 'error',
  profiles: ['recommended', 'cis', 'hardened-images'],
  summary: 'A command is given a secret in clear',
  why: 'The command line is part of the history of the image, and what it writes is part of a layer.',
  sources: ['trivy:DS-0031', 'cis:4.10'],
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
            for (const { at, by } of secretsInCommand(command))
              if (!urls.some((url) => url.at.start < at.end && at.start < url.at.end))
                yield { at, message: `A secret stands in clear in ${by}. ${advice}` };
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
      };
  },
});

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
    fixed: false,
  },
  {
    bad: `FROM debian:12\nRUN curl «-H "PRIVATE-TOKEN: k9Xw-27dTq"» -O https://git.corp.io/a.tgz\nUSER 10001\n`,
  },
  { bad: `FROM docker:28\nRUN docker login «-p k9Xw27dTq» -u bob registry.corp.io\nUSER 10001\n` },
  { bad: `FROM mysql:8.4\nRUN mysqladmin -u root «-pk9Xw27dTq» ping\nUSER 10001\n` },
  {
    bad: `FROM node:22-slim\nRUN npm config set «//npm.corp.io/:_authToken k9Xw27dTq» && npm ci\nUSER node\n`,
  },
  {
    bad: `FROM node:22-slim\nRUN echo «"//npm.corp.io/:_authToken=k9Xw27dTq"» > .npmrc && npm ci\nUSER node\n`,
  },
  {
    bad: `FROM debian:12\nRUN printf «'machine git.corp.io login bob password k9Xw27dTq\\n'» > /root/.netrc\nUSER 10001\n`,
  },
  { bad: `FROM debian:12\nRUN «PGPASSWORD=k9Xw27dTq» ./migrate\nUSER 10001\n` },
  { bad: `FROM redis:8\nCMD ["redis-server", «"--requirepass", "k9Xw27dTq"»]\n` },
  {
    bad: `FROM node:22-slim\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN echo "//npm.corp.io/:_authToken=$NPM_TOKEN" > «.npmrc» && npm ci\nUSER node\n`,
    note: 'The secret was mounted, and then written into the layer.',
  },
  {
    bad: `FROM golang:1.25\nARG GITHUB_TOKEN\nRUN echo "machine github.com login $GITHUB_TOKEN" > «~/.netrc»\nRUN go mod download\nUSER 10001\n`,
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
