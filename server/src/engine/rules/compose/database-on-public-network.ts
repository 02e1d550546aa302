// A database that the web server in front can reach although it has nothing to ask there.
import type { ComposeService } from '../../compose/project.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { isPublished } from '../../service-facts/exposure.ts';
import { holdsData, nounOf, pulledImage, serverOfService } from '../../service-facts/known-server.ts';
import { wordsIn } from '../../service-facts/words.ts';

export default defineComposeRule<undefined>({
  id: 'database-on-public-network',
  severity: 'information',
  profiles: ['strict', 'cis'],
  summary: 'A database shares a network with a published server that does not use it',
  why: 'Whoever breaks into the server that everyone reaches stands next to the data, with no step between.',
  sources: ['kics:ce14a68b-1668-41a0-ab7d-facd9f784742'],
  refactoring: 'harden-service',
  *check({ project, context, imageOf }) {
    const fronts = project.services.filter((service) => {
      const kind = pulledImage(service) && serverOfService(service, undefined)?.kind;
      return (kind === 'web' || kind === 'proxy') && service.complete && isPublished(service);
    });
    if (fronts.length === 0 || !project.complete) return;
    const onNetwork = new Map<string, { front: ComposeService; words: ReadonlySet<string> }[]>();
    for (const front of fronts) {
      const words = wordsIn(front, context);
      if (words === undefined) continue;
      for (const { name } of front.networks!) {
        const there = onNetwork.get(name);
        if (there) there.push({ front, words });
        else onNetwork.set(name, [{ front, words }]);
      }
    }
    for (const service of project.services) {
      const server = serverOfService(service, imageOf(service));
      if (server === undefined || !holdsData(server) || service.networks === undefined) continue;
      for (const { name } of service.networks) {
        const found = onNetwork.get(name)?.find(({ words }) => !words.has(service.name));
        if (found === undefined) continue;
        yield {
          at: service.keyAt,
          message: `\`${found.front.name}\`, which other machines reach, shares the network \`${name}\` with ${nounOf(server)} \`${service.name}\` and names it nowhere. Put \`${service.name}\` on a network of its own, with the services that use it.`,
        };
        break;
      }
    }
  },
});

export const docs = `
Exactly this is reported: a web server or proxy with a known image that is not built here (nginx, Traefik, Caddy …) is published to other machines and is on a
network, the default one included, with a known image of a database, cache, broker or search server whose name stands nowhere in that
service: not in \`depends_on\`, the environment, the command or an environment file. What stands in configuration files that are mounted is not
read. Off except in \`strict\` and \`cis\`.
`;

export const examples = [
  {
    bad: `services:
  web:
    image: nginx:1.29
    ports: ["80:80"]
    depends_on: [app]
  app:
    image: corp/shop:1.2
    environment:
      DB_HOST: db
  «db»:
    image: postgres:17
`,
    fixed: false,
  },
  {
    good: `services:
  web:
    image: nginx:1.29
    ports: ["80:80"]
    networks: [front]
  app:
    image: corp/shop:1.2
    networks: [front, back]
  db:
    image: postgres:17
    networks: [back]
networks:
  front:
  back:
    internal: true
`,
  },
  {
    good: `services:
  app:
    image: corp/shop:1.2
    ports: ["80:80"]
  db:
    image: postgres:17
`,
    note: 'The application uses its database.',
  },
  {
    good: `services:
  web:
    image: nginx:1.29
    ports: ["127.0.0.1:80:80"]
  db:
    image: postgres:17
`,
    note: 'Only this host reaches it.',
  },
] satisfies Example[];
