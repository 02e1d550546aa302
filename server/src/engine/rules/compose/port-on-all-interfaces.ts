// A database, or an admin interface, that every network of the host reaches.

import type { ComposePort, ComposeService } from '../../compose/project.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { weaknessIn } from '../../hardening/file-role.ts';
import type { YamlFile } from '../../parse/yaml/tree.ts';
import type { ServerImage } from '../../servers/server-facts.ts';
import { isOnAllInterfaces, privatePorts } from '../../service-facts/exposure.ts';
import { nounOf, serverOfService } from '../../service-facts/known-server.ts';
import { checkedFile, offer } from '../../service-facts/offer.ts';
import { type Edits, replaceScalar, setKey } from '../../yaml-edits/index.ts';

interface Data {
  readonly port: ComposePort;
}

export default defineComposeRule<Data>({
  id: 'port-on-all-interfaces',
  severity: 'warning',
  profiles: ['recommended', 'cis'],
  summary: 'A database or admin interface is published on every interface of the host',
  why: 'Docker opens the port past the rules of the host’s own firewall (ufw, firewalld), so that whoever reaches the host reaches the server.',
  sources: [
    'kics:451d79dc-0588-476a-ad03-3c7f0320abb3',
    'compose-lint:CL-0005',
    'dclint:no-unbound-port-interfaces',
    'cis:5.14',
  ],
  *check({ project, imageOf }) {
    const weakness = weaknessIn(project);
    if (weakness === undefined) return;
    const reported = new Set<number>();
    for (const service of project.services) {
      // Without a network of its own it publishes nothing.
      if (service.networks === undefined || service.ports.length === 0) continue;
      const server = serverOfService(service, imageOf(service));
      if (server === undefined) continue;
      const known = privatePorts(server);
      for (const port of service.ports) {
        const target = known.find((one) => one >= port.target[0] && one <= port.target[1]);
        if (target === undefined || !isOnAllInterfaces(port) || reported.has(port.at.start)) continue;
        reported.add(port.at.start);
        const message = messageFor(service, server, port, target);
        yield { at: port.at, ...weakness, message, data: { port } };
      }
    }
  },
  *fix({ data }, { project }) {
    const file = checkedFile(project);
    if (file === undefined) return;
    const title = 'Publish it on 127.0.0.1: it is then reached from this host only';
    yield* offer({ title, safety: 'review', preferred: true }, onLoopback(file, data!.port));
  },
});

function messageFor(service: ComposeService, server: ServerImage, port: ComposePort, target: number): string {
  const where = port.published
    ? `as port ${port.published[0] === port.published[1] ? port.published[0] : port.published.join('–')}`
    : 'as a port that Docker picks,';
  return `Port ${target} of ${server.name} (\`${service.name}\`) is published ${where} on every interface of the host: other machines can reach ${nounOf(server)}. Put \`127.0.0.1:\` before it, or remove it where only other services use it.`;
}

/** The same entry with an address; variables in it stay. */
function onLoopback(file: YamlFile, { node, published, hostAddress }: ComposePort): Edits {
  if (node.kind === 'map') return setKey(file, node, 'host_ip', '127.0.0.1');
  if (node.kind !== 'scalar') return { reason: 'The port is not written as a text.' };
  const rest = hostAddress === undefined ? node.written : withoutAddress(node.written);
  if (rest === undefined) return { reason: 'The address is made of variables.' };
  // \`5432\` alone lets Docker pick the port of the host; that stays so.
  return replaceScalar(
    file,
    node,
    `127.0.0.1:${published === undefined && hostAddress === undefined ? ':' : ''}${rest}`,
    {
      dropVariables: true,
    },
  );
}

function withoutAddress(written: string): string | undefined {
  return /^(?:0\.0\.0\.0|\[?::\]?|\[::0\]):(.*)$/s.exec(written)?.[1];
}

export const docs = `
Only known images of databases, caches, brokers, search and coordination servers and of admin interfaces are looked at, and of other servers the
ports that are known to be for administration; an image built here counts as the one it is based on as long as it keeps its entrypoint. A port on
\`127.0.0.1\` is silent, and so is one whose variables have no known value. Other services of the project need no published port: they reach
the server by its name. In files for examples, tests and development it is information, and \`.devcontainer\` is silent. The fix keeps quotes, form, variables and protocol; \`docker stack deploy\` ignores the address.
`;

export const examples = [
  {
    bad: `services:
  db:
    image: postgres:17
    ports:
      - «"5432:5432"» # for psql
`,
    fixed: `services:
  db:
    image: postgres:17
    ports:
      - "127.0.0.1:5432:5432" # for psql
`,
  },
  {
    bad: `services:\n  db:\n    image: mysql:8.4\n    ports: [«3306:3306», «'0.0.0.0:3307:33060/tcp'»]\n`,
    fixed: `services:\n  db:\n    image: mysql:8.4\n    ports: ['127.0.0.1:3306:3306', '127.0.0.1:3307:33060/tcp']\n`,
  },
  {
    bad: `services:
  cache:
    image: redis:7.4
    ports:
      - «target: 6379
        published: "6379"»
`,
    fixed: `services:
  cache:
    image: redis:7.4
    ports:
      - target: 6379
        published: "6379"
        host_ip: "127.0.0.1"
`,
  },
  {
    bad: `services:\n  db:\n    image: postgres:17\n    ports:\n      - «\${PORT:-5432}:5432»\n      - «5432»\n`,
    fixed: `services:\n  db:\n    image: postgres:17\n    ports:\n      - 127.0.0.1:\${PORT:-5432}:5432\n      - "127.0.0.1::5432"\n`,
    note: 'As long as `PORT` is not set.',
  },
  {
    bad: `services:\n  db:\n    build: db\n    ports:\n      - «5432:5432»\n`,
    files: { 'db/Dockerfile': 'FROM postgres:17\nCOPY init.sql /docker-entrypoint-initdb.d/\n' },
    note: 'Built here, on the image of PostgreSQL.',
  },
  {
    good: `services:\n  db:\n    image: postgres:17\n    ports:\n      - "127.0.0.1:5432:5432"\n      - "[::1]:5432:5432"\n`,
  },
  {
    good: `services:\n  db:\n    image: postgres:17\n    expose: [5432]\n`,
    note: 'Only services of the project reach it.',
  },
  { good: `services:\n  web:\n    image: nginx:1.29\n    ports: ["80:80"]\n`, note: 'Made to be reached.' },
  {
    good: `services:\n  db:\n    image: postgres:17\n    network_mode: host\n    ports: ["5432:5432"]\n`,
    note: 'It publishes nothing.',
  },
  {
    good: `services:\n  db:\n    image: postgres:17\n    ports: ["\${BIND}:5432:5432"]\n`,
    note: 'The address is not known.',
  },
  {
    good: `services:\n  db:\n    image: corp/postgres:17\n    ports: ["5432:5432"]\n`,
    note: 'Nothing is known of the image.',
  },
] satisfies Example[];
