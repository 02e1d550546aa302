// A secret's value in a service's environment.

import { folderOf } from '../../compose/paths.ts';
import type { ComposeService } from '../../compose/project.ts';
import { defineComposeRule, type Example, type Severity } from '../../define-rule.ts';
import { fileVariableOf } from '../../servers/known-servers.ts';
import type { ServerImage } from '../../servers/server-facts.ts';
import { valuesIn } from '../../service-facts/environment-files.ts';
import { isPublished } from '../../service-facts/exposure.ts';
import { serverOfService } from '../../service-facts/known-server.ts';
import { type LiteralSecret, literalSecrets, writtenValue } from '../../service-facts/literal-secrets.ts';
import { checkedFile, offer } from '../../service-facts/offer.ts';
import { overriddenVariables } from '../../service-facts/overridden.ts';
import { isForTrial } from '../../service-facts/purpose.ts';
import { freeVariable } from '../../service-facts/variable-names.ts';
import { replaceScalar } from '../../yaml-edits/index.ts';

interface Data {
  readonly secret: LiteralSecret;
  readonly service: ComposeService;
}

export default defineComposeRule<Data>({
  id: 'literal-secret-in-environment',
  severity: 'warning',
  profiles: ['recommended', 'cis'],
  summary: 'A secret stands in a service’s environment',
  why: 'Whoever reads the file or its history has the value, and so has everyone who may call `docker inspect`.',
  sources: ['compose-lint:CL-0020', 'kics:f996f3cb-00fc-480c-8973-8ab04d44a8cc'],
  refactoring: 'secrets-to-files',
  *check({ project, context, imageOf }) {
    const isTrial = isForTrial(project.path);
    const today = context.today === undefined ? undefined : Date.parse(context.today) / 1000;
    const reported = new Set<number>();
    for (const service of project.services) {
      const server = serverOfService(service, imageOf(service));
      // What an override replaces stands in this file and its history all the same, and `-f` leaves the override out.
      const environment = [...service.environment, ...overriddenVariables(project, service)];
      for (const secret of literalSecrets({ ...service, environment }, server)) {
        const { at, token, kind } = secret;
        // What stands in a file for trials is a stand-in, unless an issuer made it.
        if (at.file !== project.path || reported.has(at.start) || (isTrial && kind !== 'token')) continue;
        if (token?.expires !== undefined && today !== undefined && token.expires < today) continue;
        reported.add(at.start);
        yield { at, ...verdict(secret, service, server), data: { secret, service } };
      }
    }
  },
  *fix({ data }, { project, context }) {
    const file = checkedFile(project);
    const { service, secret } = data!;
    const { variable, value } = secret;
    if (file === undefined || variable.node.kind !== 'scalar' || variable.isInterpolated) return;
    const { node, form } = variable;
    const folder = folderOf(project.path);
    const set = valuesIn(context, folder === '' ? '.env' : `${folder}/.env`);
    const name = freeVariable(project, service, variable, value, set);
    if (name === undefined) return;
    const by = `\${${name}:?}`;
    yield* offer(
      {
        title: set?.has(name)
          ? `Take it from \`.env\`, where \`${name}\` has this value`
          : `Take it from the environment: Compose then stops until \`${name}\` is set, in \`.env\` or the shell`,
        safety: 'review',
        preferred: true,
      },
      replaceScalar(file, node, form === 'map' ? by : `${variable.name}=${by}`),
    );
  },
});

function verdict(
  { variable, kind, token }: LiteralSecret,
  service: ComposeService,
  server: ServerImage | undefined,
): { severity: Severity; message: string } {
  const { name } = variable;
  const byFile = server && fileVariableOf(server, name);
  const advice = byFile
    ? `Give it to the service as a secret, by \`${byFile}\`, or take it from the environment.`
    : 'Take it from a secret or from the environment.';
  if (kind === 'token')
    return {
      severity: token!.weak ? 'warning' : 'error',
      message: `\`${name}\` holds ${token!.kind} (\`${token!.shown}\`), in clear. Revoke it, and take the new one from a secret or from the environment.`,
    };
  if (kind === 'default') {
    const from = /^\$\{(\w+)/.exec(writtenValue(variable))?.[1] ?? name;
    return {
      severity: 'information',
      message: `Where \`${from}\` is not set, \`${name}\` has the value that stands here in clear. Write \`\${${from}:?}\`, so that Compose stops instead.`,
    };
  }
  if (kind === 'guessable') {
    const reached = isPublished(service);
    return {
      severity: reached ? 'warning' : 'information',
      message: `\`${name}\` is set to a value that everyone guesses${
        reached ? `, and \`${service.name}\` is reached from other machines` : ''
      }. ${advice}`,
    };
  }
  return {
    severity: 'warning',
    message: `The value of \`${name}\` stands here in clear, for everyone who reads this file. ${advice}`,
  };
}

export const docs = `
Tokens and keys that are known by the form their issuer gives them are errors, also in files for tests. Other values are judged by the variable's
name: a plain password is a warning; a value that everyone guesses (\`postgres\`, \`admin\`) is information, or a warning where the service is
published to other machines; the default of \`\${NAME:-value}\` is information. Silent are \`\${NAME}\`, names that end in \`_FILE\`, \`_PATH\` or
\`_URL\`, switches and numbers, stand-ins (\`changeme\`, \`<password>\`, \`your-secret\`), names of secrets kept elsewhere, and files for examples, tests
and development by their name or folder (\`compose.dev.yml\`, \`examples/\`, \`tests/\`). A message never shows the secret.
“Move secrets to files” makes \`secrets:\` of them where the image reads files. Change a secret that was committed: removing it does not take it back.
`;

export const examples = [
  {
    bad: `services:
  db:
    image: postgres:17
    environment:
      POSTGRES_USER: shop
      POSTGRES_PASSWORD: «k9Xw27dTq» # initial
`,
    fixed: `services:
  db:
    image: postgres:17
    environment:
      POSTGRES_USER: shop
      POSTGRES_PASSWORD: \${POSTGRES_PASSWORD:?} # initial
`,
  },
  {
    bad: `services:\n  app:\n    image: corp/app:1\n    environment:\n      - MODE=fast\n      - "DB_PASSWORD=«hunter2»"\n`,
    fixed: `services:\n  app:\n    image: corp/app:1\n    environment:\n      - MODE=fast\n      - "DB_PASSWORD=\${DB_PASSWORD:?}"\n`,
  },
  {
    bad: `services:\n  app:\n    image: corp/app:1\n    environment: {GITLAB_TOKEN: «glpat-Zx8Tq2Lw9Rb4Ks7Vn3Hd»}\n`,
    path: 'tests/compose.yaml',
    note: 'An error, also in a test.',
  },
  {
    bad: `services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: «postgres»\n`,
    note: 'Information: everyone guesses it, and only the project reaches it.',
  },
  {
    bad: `services:\n  app:\n    image: corp/app:1\n    environment:\n      DB_PASSWORD: «\${DB_PASSWORD:-hunter2}»\n`,
    fixed: false,
    note: 'Information: a default.',
  },
  {
    bad: `x-env: &env
  API_TOKEN: «k9Xw27dTq»
services:
  a:
    image: corp/app:1
    environment:
      <<: *env
  b:
    image: corp/app:1
    environment:
      <<: *env
`,
    note: 'Two services, one place.',
  },
  {
    good: `services:
  db:
    image: postgres:17
    environment:
      POSTGRES_PASSWORD: \${POSTGRES_PASSWORD:?}
      POSTGRES_PASSWORD_FILE: /run/secrets/db
      PGADMIN_TOKEN:
      PASSWORD_MIN_LENGTH: 12
      API_TOKEN: "<your token>"
      JWT_SECRET: change-me-in-production
      STRIPE_PUBLISHABLE_KEY: pk_live_51H8bq2eZvKYlo2C
      SECRET_KEY: DJANGO_SECRET_KEY
`,
  },
  {
    good: `services:
  kafka:
    image: corp/kafka:1
    environment:
      - KAFKA_SSL_CLIENT_AUTH=required
      - KAFKA_SSL_KEYSTORE_CREDENTIALS=broker_keystore_creds
      - NTFY_AUTH_DEFAULT_ACCESS=deny-all
      - MAIL_PASS_SCHEME=BLF-CRYPT
      - OPENAI_API_KEY=user_provided
      - JWT_STORAGE=localStorage
      - S3_ACCESS_KEY=shop
      - TURNSTILE_SECRET_KEY=1x0000000000000000000000000000000AA
      - ADMIN_PASSWORD_HASH=$$2y$$10$$abcdefghijklmnopqrstuv
`,
    note: 'How to authenticate, names of files, what is public.',
  },
  {
    bad: `services:
  db:
    image: postgres:17
    environment:
      POSTGRES_USER: sonar
      POSTGRES_PASSWORD: «sonar»
    ports: ["5432:5432"]
`,
    note: 'A warning: the password is the name of the user, and other machines reach the database.',
  },
  {
    bad: `services:
  db1:
    image: postgres:17
    environment:
      POSTGRES_PASSWORD: «k9Xw27dTq»
  db-2:
    image: postgres:17
    environment:
      - POSTGRES_PASSWORD=«Vb3wq81Lz»
`,
    fixed: `services:
  db1:
    image: postgres:17
    environment:
      POSTGRES_PASSWORD: \${DB1_POSTGRES_PASSWORD:?}
  db-2:
    image: postgres:17
    environment:
      - POSTGRES_PASSWORD=\${DB_2_POSTGRES_PASSWORD:?}
`,
    note: 'Two passwords stay two.',
  },
  {
    bad: `services:\n  app:\n    image: corp/app:1\n    environment:\n      A_PASSWORD: «'k9$$Hh2!pQ'»\n      B_PASSWORD: «Lw4q$$9Tz»\n`,
    note: '`$$` is one letter of a password that nobody guesses.',
  },
  {
    bad: `services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_USER: shop\n      POSTGRES_PASSWORD: «k9Xw27dTq»\n`,
    files: {
      'compose.override.yaml': `services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: devdevdev\n`,
    },
    note: 'An override replaces it on the machine that has one; it stands in this file all the same.',
  },
  {
    good: `services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: k9Xw27dTq\n`,
    path: 'compose.dev.yaml',
    note: 'For development.',
  },
] satisfies Example[];
