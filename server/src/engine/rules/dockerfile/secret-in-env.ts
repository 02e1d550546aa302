// A secret's value in ENV.
import { defineRule, type Example } from '../../define-rule.ts';
import type { SecretVariable } from '../../edits/mount-variable.ts';
import { withoutSecretEnvironment } from '../../edits/remove-secret.ts';
import { isGuessable, judgeSecret } from '../../model/secrets.ts';
import { readPairs } from '../../parse/arguments.ts';

export default defineRule<SecretVariable>({
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
        for (const [index, pair] of readPairs(instruction).entries()) {
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
              data: { instruction, index, name: pair.name },
            };
          } else if (shipped && copied !== undefined && buildArguments.has(copied)) {
            yield {
              at: pair.at,
              message: `\`${pair.name}\` keeps the build argument \`${copied}\` in the image for good. Use a secret mount for the build, and pass it at run time.`,
              data: { instruction, index, name: pair.name },
            };
          }
        }
      }
    }
  },
  *fix(problem, { model }) {
    yield* withoutSecretEnvironment(model, problem.data!);
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
password is reported by secret-in-url. The fix removes the value: the container gets it at run time, or, where the entrypoint of an official image can, from a file that is
mounted then (\`POSTGRES_PASSWORD_FILE\`); a step of the build that uses it gets a secret mount. Change a secret that was already pushed: removing the line does not take it back.
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
    fixed: `FROM debian:12\nRUN --mount=type=secret,id=db_password,env=DB_PASSWORD ./migrate --password $DB_PASSWORD\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nENV «DB_PASSWORD=hunter2»\nLABEL db=$DB_PASSWORD\nUSER 10001\n`,
    fixed: false,
  },
  {
    bad: `FROM postgres:17\nENV POSTGRES_USER=app «POSTGRES_PASSWORD=k9Xw27dTq»\n`,
    fixed: `FROM postgres:17\nENV POSTGRES_USER=app POSTGRES_PASSWORD_FILE=/run/secrets/postgres_password\n`,
    note: 'The entrypoint of this image reads the file.',
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
