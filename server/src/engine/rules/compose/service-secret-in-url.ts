// A password or token inside a URL that a service is given.
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { urlsIn } from '../../model/secret-urls.ts';
import type { Place, YamlNode, YamlScalar } from '../../parse/yaml/tree.ts';
import { connectionPasswords } from '../../service-facts/connection-passwords.ts';
import { isPlaceholder } from '../../service-facts/literal-secrets.ts';
import { ownMap } from '../../service-facts/overridden.ts';
import { isForTrial } from '../../service-facts/purpose.ts';

export default defineComposeRule<undefined>({
  id: 'service-secret-in-url',
  severity: 'warning',
  profiles: ['recommended', 'cis'],
  summary: 'A URL of a service holds a password or token',
  why: 'The URL stands in the file and its history, in `docker inspect`, and in whatever the program that gets it writes down.',
  sources: ['compose-lint:CL-0021'],
  *check({ project }) {
    if (isForTrial(project.path)) return;
    const seen = new Set<string>();
    const names = new Set(project.services.map(({ name }) => name));
    for (const service of project.services) {
      // What an override replaces stands in this file all the same.
      for (const scalar of scalarsIn([service.node, ownMap(project, service) ?? service.node])) {
        const place = `${scalar.at.file}:${scalar.at.start}`;
        if (scalar.at.file !== project.path || seen.has(place)) continue;
        if (!/@|password|pwd/i.test(scalar.written)) continue;
        seen.add(place);
        const { text } = project.files.get(project.path)!;
        const source = text.slice(scalar.at.start, scalar.at.end);
        for (const { start, end } of connectionPasswords(source))
          yield {
            at: placeIn(scalar.at, start, end),
            message:
              'A password stands among the parameters of this connection, in clear. Take it from a variable (`${DB_PASSWORD}`), or let the program read it from a secret.',
          };
        for (const { at, variable, host, user } of urlsIn(source)) {
          const secret = source.slice(at.start, at.end).replace(/^[^:]*:/, '');
          if (variable !== undefined || isPlaceholder(secret, 'PASSWORD')) continue;
          const whose = user
            ? `The password of \`${user}\` at \`${host}\``
            : `A password or token for \`${host}\``;
          const isService = names.has(host.replace(/:\d+$/, ''));
          yield {
            at: placeIn(scalar.at, at.start, at.end),
            // What is asked outside of the project is reached with it from anywhere.
            severity: isService || !/[.[]/.test(host) ? 'warning' : 'error',
            message: `${whose} stands in this URL, in clear. Put the URL together from variables (\`\${${variableFor(user)}}\`), or let the program read the password from a secret.`,
          };
        }
      }
    }
  },
});

function placeIn(at: Place, start: number, end: number): Place {
  return { file: at.file, start: at.start + start, end: at.start + end };
}

function variableFor(user: string | undefined): string {
  const name = (user ?? '').toUpperCase().replace(/[^A-Z0-9]+/g, '_');
  return /^[A-Z]/.test(name) ? `${name}_PASSWORD` : 'PASSWORD';
}

function* scalarsIn(roots: readonly YamlNode[]): Iterable<YamlScalar> {
  const open = [...roots];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === 'scalar') yield node;
    else if (node.kind === 'list') for (const item of node.items) open.push(item);
    else for (const { value } of node.entries) open.push(value);
  }
}

export const docs = `
Every value of a service is looked at: environment, command, labels, health check, build arguments. A host outside of the project is an error, one
without a dot (\`db\`) a warning. Loopback, \`example.com\`, stand-ins (\`user:pass@\`, \`postgres:postgres@\`), variables, and files for
examples, tests and development are silent.
`;

export const examples = [
  {
    bad: `services:
  app:
    image: corp/app:1
    environment:
      DATABASE_URL: postgres://«shop:k9Xw27dTq»@db:5432/shop
`,
    fixed: false,
  },
  {
    bad: `services:\n  app:\n    image: corp/app:1\n    command: ["worker", "--broker", "amqps://«app:k9Xw27dTq»@mq.corp.io/"]\n`,
    note: 'An error: the host is outside.',
  },
  {
    bad: `services:\n  app:\n    image: corp/app:1\n    environment:\n      - "REDIS_URL=\${REDIS_URL:-redis://«:k9Xw27dTq»@cache:6379/0}"\n`,
    note: 'A default.',
  },
  {
    bad: `services:
  app:
    image: corp/app:1
    environment:
      JDBC_URL: jdbc:mysql://db/app?user=root&password=«rootpw12»
      OTHER_URL: "jdbc:sqlserver://sql:1433;user=sa;password=\${SA}"
      ConnectionStrings__Default: "Server=sql;User Id=sa;Password=«Kx92!vbnQwe»;"
      ConnectionStrings__Other: "Server=sql;User Id=sa;Pwd=\${SA};"
      RULES: "min=8;password=required"
`,
  },
  {
    bad: `services:\n  app:\n    image: corp/app:1\n    environment:\n      DATABASE_URL: postgres://«shop:k9Xw27dTq»@db/shop\n`,
    files: {
      'compose.override.yaml': `services:\n  app:\n    environment:\n      DATABASE_URL: postgres://localhost/shop\n`,
    },
    note: 'An override replaces it on the machine that has one; it stands in this file all the same.',
  },
  {
    good: `services:
  app:
    image: corp/app:1
    environment:
      DATABASE_URL: postgres://shop:\${DB_PASSWORD}@db:5432/shop
      OTHER_URL: postgres://postgres:postgres@db:5432/shop
      SENTRY_DSN: https://5f2c9a81d0e34b67a8c1@o12.ingest.sentry.io/34
      MAIL_URL: smtp://user:<password>@mail.corp.io
`,
  },
  {
    good: `services:\n  app:\n    image: corp/app:1\n    environment:\n      DATABASE_URL: postgres://shop:k9Xw27dTq@db:5432/shop\n`,
    path: 'docker-compose.test.yml',
  },
] satisfies Example[];
