// A file that holds secrets is copied into the image.
import { defineRule, type Example } from '../../define-rule.ts';
import { withoutCopiedSecret } from '../../edits/uncopy-secret.ts';
import { isDevelopment } from '../../model/file-role.ts';
import type { Stage } from '../../model/model.ts';
import { type CopiedSecret, copiedSecrets } from '../../model/secret-files.ts';
import { lateRemovals } from '../../model/secret-writes.ts';
import type { Instruction } from '../../parse/syntax.ts';

interface Data {
  readonly stage: Stage;
  readonly instruction: Instruction;
  readonly secret: CopiedSecret;
  readonly shipped: boolean;
}

export default defineRule<Data>({
  id: 'secret-file-copied',
  severity: 'error',
  profiles: ['recommended', 'cis', 'hardened-images'],
  summary: 'A file with secrets is copied into the image',
  why: 'Everyone who can pull the image can read every file that any of its layers holds.',
  sources: ['trivy:DS-0031', 'cis:4.10'],
  checksFixes: true,
  *check({ model }) {
    const development = isDevelopment(model);
    for (const stage of model.stages) {
      const shipped = model.finalChain.includes(stage);
      const late = shipped ? lateRemovals(model, stage) : [];
      for (const instruction of stage.instructions) {
        for (const secret of copiedSecrets(model, instruction)) {
          const { word, path, file, read } = secret;
          // That the file is removed later is the better thing to say, and another rule says it.
          if (late.some(({ write }) => write.at === word.at)) continue;
          const folder = file.what === 'history of the repository';
          if (folder && !shipped) continue;
          const certain = (file.certainty === 'sure' || read) && !folder;
          yield {
            at: word.at,
            severity: shipped && certain && !development ? 'error' : 'warning',
            message: shipped
              ? `\`${path}\` (${file.what}) becomes part of the image, for everyone who can pull it. Mount it where it is needed, or give it to the container at run time.`
              : `\`${path}\` (${file.what}) becomes part of a layer of the build, which its cache keeps. Use \`RUN --mount=type=secret\` instead.`,
            data: { stage, instruction, secret, shipped },
          };
        }
      }
    }
  },
  *fix(problem, { model }) {
    const { stage, instruction, secret, shipped } = problem.data!;
    yield* withoutCopiedSecret(model, stage, instruction, secret, shipped);
  },
});

export const docs = `
Told by the name: \`.env\`, \`id_rsa\`, \`*.key\`, private \`*.pem\`, \`.netrc\`, \`.pypirc\`, \`.aws\`, \`.kube\`, \`.git\`, service account keys, key
stores. Where the text of the file is known it decides: a \`.env\` without a secret is no finding, and a \`.npmrc\` is one only with a token in
it. Certificates, public halves, samples (\`.env.example\`) and files that \`.dockerignore\` keeps away are none. In a stage that is not shipped
it is a warning. The fix takes the file out of the COPY. What steps of the build read is mounted for them, as in
\`RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci\`; what the program reads is for whoever starts the container. A folder is bound
from the build context instead, because a secret is one file.
`;

export const examples = [
  {
    bad: `FROM node:22-slim\nCOPY «.env» package.json ./\nUSER node\n`,
    fixed: `FROM node:22-slim\nCOPY package.json ./\nUSER node\n`,
  },
  {
    bad: `FROM debian:12\nADD «id_rsa» /root/.ssh/id_rsa\nRUN chmod 600 /root/.ssh/id_rsa && git clone git@github.com:corp/a.git /a\nUSER 10001\n`,
    fixed: `FROM debian:12\nRUN --mount=type=secret,id=id_rsa,target=/root/.ssh/id_rsa git clone git@github.com:corp/a.git /a\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nCOPY ["certs/ca.crt", «"certs/server.key"», "/etc/tls/"]\nUSER 10001\n`,
    fixed: `FROM debian:12\nCOPY ["certs/ca.crt", "/etc/tls/"]\nUSER 10001\n`,
    note: 'The container gets it at run time.',
  },
  { bad: `FROM debian:12\nCOPY «.aws» /home/app/.aws\nUSER 10001\n` },
  {
    bad: `FROM node:22-slim\nWORKDIR /app\nCOPY package.json «.npmrc» ./\nRUN npm install\nUSER node\n`,
    fixed: `FROM node:22-slim\nWORKDIR /app\nCOPY package.json ./\nRUN --mount=type=secret,id=npmrc,target=/app/.npmrc npm install\nUSER node\n`,
    files: { '.npmrc': '//npm.corp.io/:_authToken=k9Xw27dTq\n', 'package.json': '{}' },
  },
  {
    bad: `FROM node:22-slim AS build\nWORKDIR /app\nCOPY «.env.production» ./\nRUN npm run build\nFROM node:22-slim\nCOPY --from=build /app/dist /dist\nUSER node\n`,
    fixed: `FROM node:22-slim AS build\nWORKDIR /app\nRUN --mount=type=secret,id=env_production,target=/app/.env.production npm run build\nFROM node:22-slim\nCOPY --from=build /app/dist /dist\nUSER node\n`,
  },
  {
    good: `FROM node:22-slim\nCOPY package.json .npmrc ./\nUSER node\n`,
    files: { '.npmrc': '//npm.corp.io/:_authToken=${NPM_TOKEN}\nengine-strict=true\n', 'package.json': '{}' },
    note: 'It holds no token.',
  },
  {
    good: `FROM node:22-slim\nCOPY .env ./\nUSER node\n`,
    files: { '.env': 'PORT=3000\nAPI_TOKEN=\nLOG_LEVEL=info\n' },
    note: 'It holds no secret.',
  },
  {
    good: `FROM debian:12\nCOPY .env.example .env\nCOPY ca.pem rds-ca-bundle.pem id_rsa.pub /etc/\nUSER 10001\n`,
  },
  {
    bad: `FROM python:3.12-slim\nWORKDIR /app\nCOPY «news.json» .\nENV GOOGLE_APPLICATION_CREDENTIALS=./news.json\nUSER 10001\n`,
    note: 'Only a key is named so.',
  },
  { bad: `FROM nginx:1.29\nCOPY certs/*.crt «certs/*.key» /etc/nginx/\nUSER nginx\n` },
  {
    good: `FROM debian:12\nCOPY vendor.key /etc/apt/trusted.gpg.d/vendor.asc\nUSER 10001\n`,
    note: 'What a package source is signed with.',
  },
  {
    good: `FROM debian:12\nCOPY nodesource.gpg.key /usr/share/keyrings/\nUSER 10001\n`,
    note: 'A public key.',
  },
  {
    good: `FROM debian:12\nCOPY .env /app/\nUSER 10001\n`,
    files: { '.env': 'API_TOKEN=k9Xw27dTq\n', '.dockerignore': '.env*\n' },
    note: 'It is not there: copied-file-ignored reports it.',
  },
  { good: `FROM node:22-slim AS build\nFROM node:22-slim\nCOPY --from=build /app/.env /app/\nUSER node\n` },
] satisfies Example[];
