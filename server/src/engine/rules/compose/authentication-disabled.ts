// A server that lets everyone in.

import type { ComposeContext } from '../../compose/context.ts';
import type { ComposeService } from '../../compose/project.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { weaknessIn } from '../../hardening/file-role.ts';
import { valuesIn } from '../../service-facts/environment-files.ts';
import { isPublished } from '../../service-facts/exposure.ts';
import { serverOfService } from '../../service-facts/known-server.ts';
import { openings } from '../../service-facts/opened-servers.ts';
import { isForTrial } from '../../service-facts/purpose.ts';

export default defineComposeRule<undefined>({
  id: 'authentication-disabled',
  severity: 'warning',
  profiles: ['recommended', 'cis'],
  summary: 'A server asks nobody for a password',
  why: 'Every program that reaches the port, also one that an intruder runs in a neighbouring container, reads and changes everything.',
  sources: [],
  *check({ project, context, imageOf }) {
    const weakness = weaknessIn(project);
    if (weakness === undefined) return;
    const reported = new Set<number>();
    for (const service of project.services) {
      const reached = isPublished(service);
      if (isForTrial(project.path) && !reached) continue;
      for (const { at, message } of openings(service)) {
        if (at.file !== project.path || reported.has(at.start)) continue;
        reported.add(at.start);
        yield { at, ...weakness, message };
      }
      const server = serverOfService(service, imageOf(service));
      if (server === undefined) continue;
      const who = reached
        ? 'and other machines reach it'
        : 'also another service of the project that was broken into';
      for (const { name, values, says } of server.openingVariables ?? []) {
        const variable = service.environment.findLast((one) => one.name === name);
        const value = variable?.value;
        if (!variable || value === null || value === undefined || value === '') continue;
        if (values !== undefined && !values.includes(value.toLowerCase())) continue;
        if (variable.at.file !== project.path || reported.has(variable.at.start)) continue;
        // An empty password is allowed, and none is empty.
        if (/ALLOW_EMPTY/.test(name) && hasPassword(service, context) !== false) continue;
        reported.add(variable.at.start);
        const written = `\`${name}=${value.slice(0, 20)}\``;
        // Some let everyone see, and keep their password for the rest.
        const opensAll = /password/.test(says);
        yield {
          at: variable.at,
          ...(opensAll ? weakness : { severity: 'information' as const }),
          message: opensAll
            ? `${written} ${says}: whoever reaches \`${service.name}\` is in, ${who}. Give ${server.name} a password instead.`
            : `${written} ${says}, ${who}. Remove it where that is not meant.`,
        };
      }
      if (!/^(MySQL|MariaDB)$/.test(server.name)) continue;
      const flag = service.command?.argv?.find((word) =>
        /^--skip[-_]grant[-_]tables(=(1|on|true))?$/i.test(word),
      );
      if (flag === undefined || service.command!.at.file !== project.path) continue;
      if (reported.has(service.command!.at.start)) continue;
      reported.add(service.command!.at.start);
      yield {
        at: service.command!.at,
        message: `\`${flag}\` lets everyone who reaches \`${service.name}\` in as any account. It is for one repair only; remove it.`,
      };
    }
  },
});

/** Whether a variable gives the server a password for its administrator; undefined where that is not known. */
function hasPassword(service: ComposeService, context: ComposeContext): boolean | undefined {
  const isPassword = (name: string) =>
    /^[A-Z]+_ROOT_PASSWORD(_FILE|_HASH)?$|^[A-Z]+_RANDOM_ROOT_PASSWORD$/.test(name);
  for (const { name, value } of service.environment)
    if (isPassword(name) && value !== '') return value === undefined || value === null ? undefined : true;
  if (!service.complete) return undefined;
  for (const { path } of service.envFiles) {
    const values = valuesIn(context, path);
    if (values === undefined) return undefined;
    for (const [name, value] of values)
      if (isPassword(name) && value !== '') return value === undefined ? undefined : true;
  }
  return false;
}

export const docs = `
Looks at the variables of known images that switch authentication off (\`POSTGRES_HOST_AUTH_METHOD=trust\`, \`MYSQL_ALLOW_EMPTY_PASSWORD\` …), and at
\`--skip-grant-tables\`. An empty password that is only allowed, while another variable sets one, is silent. Files for examples, tests and development
are silent as long as the server is not published to other machines, and information then; \`.devcontainer\` is silent.
`;

export const examples = [
  {
    bad: `services:\n  db:\n    image: postgres:17\n    environment:\n      «POSTGRES_HOST_AUTH_METHOD: trust»\n`,
    fixed: false,
  },
  {
    bad: `services:\n  db:\n    image: mysql:8.4\n    environment:\n      - «MYSQL_ALLOW_EMPTY_PASSWORD=yes»\n    ports: ["3306:3306"]\n`,
    path: 'compose.dev.yaml',
    note: 'Published, so also in a file for development.',
  },
  { bad: `services:\n  db:\n    image: mariadb:11\n    command: «--skip-grant-tables»\n` },
  {
    bad: `services:\n  docker:\n    image: docker:27-dind\n    privileged: true\n    environment:\n      «DOCKER_TLS_CERTDIR: ""»\n    ports: ["2375:2375"]\n  other:\n    image: docker:dind\n    privileged: true\n    command: «["dockerd", "-H", "tcp://0.0.0.0:2375", "--tls=false"]»\n    ports: ["2376:2375"]\n`,
  },
  {
    bad: `services:\n  lab:\n    image: quay.io/jupyter/base-notebook:2025-01-01\n    command: «start-notebook.py --NotebookApp.token=''»\n    ports: ["8888:8888"]\n`,
  },
  {
    good: `services:\n  docker:\n    image: docker:27-dind\n    privileged: true\n    environment:\n      DOCKER_TLS_CERTDIR: ""\n  lab:\n    image: quay.io/jupyter/base-notebook:2025-01-01\n    command: start-notebook.py --ServerApp.token=''\n    ports: ["127.0.0.1:8888:8888"]\n`,
    note: 'Only the project, or this machine, reaches them.',
  },
  {
    good: `services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_HOST_AUTH_METHOD: scram-sha-256\n`,
  },
  {
    good: `services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_HOST_AUTH_METHOD: trust\n`,
    path: 'tests/compose.yaml',
  },
  {
    good: `services:\n  db:\n    image: mysql:8.4\n    environment:\n      MYSQL_ALLOW_EMPTY_PASSWORD: "no"\n      MYSQL_ROOT_PASSWORD: \${MYSQL_ROOT_PASSWORD}\n`,
  },
] satisfies Example[];
