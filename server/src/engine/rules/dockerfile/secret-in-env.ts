// A secret's value in ENV.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import { removeLines } from '../../edits/insert.ts';
import { isGuessable, judgeSecret } from '../../model/secrets.ts';
import { readPairs } from '../../parse/arguments.ts';
import type { Instruction } from '../../parse/syntax.ts';
import { mentions } from '../../text/mentions.ts';

interface Data {
  readonly instruction: Instruction;
  readonly name: string;
}

export default defineRule<Data>({
  id: 'secret-in-env',
  severity: 'error',
  profiles: ['recommended', 'cis', 'hardened-images'],
  summary: 'A secret stands in ENV',
  why: 'ENV is part of the image: everyone who can pull it reads the value with `docker inspect`.',
  sources: [
    'hadolint:DL3064',
    'buildkit:SecretsUsedInArgOrEnv',
    'trivy:DS-0031',
    'kics:c3e1b6ae-d92c-44b3-8ed5-1f5442bab6a4',
    'cis:4.10',
  ],
  *check({ model }) {
    for (const stage of model.stages) {
      const shipped = model.finalChain.includes(stage);
      const buildArguments = new Set<string>();
      for (const instruction of stage.instructions) {
        if (instruction.keyword === 'ARG')
          for (const pair of readPairs(instruction))
            if (pair.value === undefined || judgeSecret(pair.name, pair.value) !== 'no')
              buildArguments.add(pair.name);
        if (instruction.keyword !== 'ENV') continue;
        for (const pair of readPairs(instruction)) {
          const verdict = judgeSecret(pair.name, pair.value);
          const copied =
            verdict === 'expected' && pair.value !== undefined
              ? /^\$\{?(\w+)\}?$/.exec(pair.value)?.[1]
              : undefined;
          if (verdict === 'disclosed') {
            const guessable = isGuessable(pair.value ?? '', pair.name);
            yield {
              at: pair.at,
              ...(guessable ? { severity: 'warning' as const } : {}),
              message: messageFor(pair.name, guessable, shipped),
              data: { instruction, name: pair.name },
            };
          } else if (shipped && copied !== undefined && buildArguments.has(copied)) {
            yield {
              at: pair.at,
              message: `\`${pair.name}\` keeps the build argument \`${copied}\` in the image for good. Use a secret mount for the build, and pass it at run time.`,
              data: { instruction, name: pair.name },
            };
          }
        }
      }
    }
  },
  *fix(problem, { model }) {
    const { instruction, name } = problem.data!;
    const pairs = readPairs(instruction);
    const index = pairs.findIndex((pair) => pair.at.start === problem.at.start);
    const pair = pairs[index];
    if (!pair) return;
    const text = model.dockerfile.text;
    const used = model.stages.some((stage) =>
      stage.instructions.some(
        (other) => other !== instruction && mentions(text.slice(other.at.start, other.at.end), name),
      ),
    );
    if (used) {
      yield {
        title: `Remove ${name} from the image`,
        reason: `A later instruction of this file uses \`${name}\`.`,
      };
      return;
    }
    // A comment between the lines would go with the value, or stand alone.
    if (pairs.length > 1 && /\n[ \t]*#/.test(text.slice(instruction.at.start, instruction.at.end))) return;
    let edit: Edit;
    if (pairs.length === 1) edit = removeLines(model.dockerfile, instruction);
    else if (index === 0) edit = { start: pair.at.start, end: pairs[1]!.at.start, text: '' };
    else edit = { start: pairs[index - 1]!.at.end, end: pair.at.end, text: '' };
    yield { title: `Remove ${name} from the image and pass it at run time`, safety: 'review', edits: [edit] };
  },
});

function messageFor(name: string, guessable: boolean, shipped: boolean): string {
  if (guessable)
    return `\`${name}\` is set to a value that everyone guesses, for everyone who runs the image. Let it be set at run time.`;
  return shipped
    ? `The value of \`${name}\` is part of the image and of its history. Pass it at run time, or mount it as a file.`
    : `The value of \`${name}\` stands here in clear. Use a secret mount instead.`;
}

export const docs = `
A name that ends in \`_FILE\`, \`_PATH\` or \`_URL\`, an empty value, a switch, a number and well-known stand-ins such as
\`changeme\` are no findings. A value that everyone guesses, such as \`admin\`, is a warning, and a URL with a
password is reported by secret-in-url. Change a secret that was already pushed: removing the line does not take it back.
`;

export const examples = [
  {
    bad: `FROM debian:12\nENV APP_HOME=/app «API_TOKEN=s3cr3t-abc123»\nUSER 10001\n`,
    fixed: `FROM debian:12\nENV APP_HOME=/app\nUSER 10001\n`,
  },
  { bad: `FROM debian:12\nENV «DB_PASSWORD=hunter2»\nUSER 10001\n`, fixed: `FROM debian:12\nUSER 10001\n` },
  { bad: `FROM debian:12\nENV «DB_PASSWORD hunter2»\nUSER 10001\n` },
  {
    bad: `FROM debian:12\nENV «DB_PASSWORD=hunter2»\nRUN ./migrate --password $DB_PASSWORD\nUSER 10001\n`,
    fixed: false,
  },
  { bad: `FROM debian:12\nENV «LDAP_ROOTPASS=fsoc1ety» «MYSQL_KEY=dJ8sk2Lq9Zx4Rb7Tn3Vw6Ym1»\nUSER 10001\n` },
  { bad: `FROM debian:12\nENV «NAGIOSADMIN_PASS nagios»\nUSER 10001\n` },
  { bad: `FROM debian:12 AS build\nENV «API_TOKEN=s3cr3t-abc123»\nFROM debian:12\nUSER 10001\n` },
  {
    bad: `FROM grafana/grafana:12.0.0\nENV «GF_SECURITY_ADMIN_PASSWORD=admin»\nUSER 472\n`,
    note: 'A warning: everyone guesses it.',
  },
  {
    good: `FROM debian:12 AS build\nARG SENTRY_AUTH_TOKEN\nENV SENTRY_AUTH_TOKEN=$SENTRY_AUTH_TOKEN\nFROM debian:12\nUSER 10001\n`,
    note: 'This stage is not shipped; secret-in-arg reports the argument.',
  },
  {
    good: `FROM debian:12\nENV SIGNING_KEY=9DC858229FC7DD38854AE2D88D81803C0EBFCD88 KEYCLOAK_AUTH=https://auth.corp.io APP_KEY=main\nUSER 10001\n`,
    note: 'A fingerprint, an address, a word.',
  },
  {
    good: `FROM python:3.12-slim\nARG SECRET_KEY=dummy-for-collectstatic\nENV SECRET_KEY=$SECRET_KEY ACCESS_TOKEN_EXPIRE_MINUTES=30\nUSER 10001\n`,
    note: 'The build needs a stand-in.',
  },
  {
    good: `FROM debian:12\nENV DB_PASSWORD_FILE=/run/secrets/db_password PASSWORD_MIN_LENGTH=12 AUTH_ORG_ROLE=Administrators API_TOKEN=\nUSER 10001\n`,
  },
  { good: `FROM debian:12\nENV SECRET_KEY=build-only\nUSER 10001\n` },
] satisfies Example[];
