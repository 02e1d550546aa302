// A service that does not wait until what it depends on is healthy, though that can tell.

import type { ComposeService } from '../../compose/project.ts';
import type { ServiceImage } from '../../compose/service-image.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { isForSwarm } from '../../service-facts/missing-limit.ts';
import { checkedFile, offer } from '../../service-facts/offer.ts';
import { entryAt, replaceValue } from '../../yaml-edits/index.ts';

interface Data {
  readonly service: ComposeService;
  readonly healthy: ReadonlySet<string>;
}

export default defineComposeRule<Data>({
  id: 'depends-on-without-condition',
  severity: 'hint',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'A dependency is not waited for, though it has a health check',
  why: 'The short form of `depends_on` waits until the container is started, not until it answers, and so the first start fails or not by chance.',
  sources: [],
  *check({ project, imageOf }) {
    // `docker stack deploy` ignores `depends_on`, and knows the short form alone.
    if (project.services.some(isForSwarm)) return;
    const byName = new Map(project.services.map((service) => [service.name, service]));
    for (const service of project.services) {
      const node = service.get('depends_on');
      // In the long form someone chose the condition.
      if (node?.kind !== 'list') continue;
      const healthy = service.dependsOn.filter(({ name }) => {
        const dependency = byName.get(name);
        return dependency !== undefined && hasHealthcheck(dependency, imageOf(dependency));
      });
      const [first] = healthy;
      if (first === undefined) continue;
      const names = healthy.map(({ name }) => `\`${name}\``).join(' and ');
      yield {
        at: first.at,
        message: `\`${service.name}\` starts as soon as ${names} ${
          healthy.length === 1
            ? 'is started, though it has a health check'
            : 'are started, though they have health checks'
        }. Wait for \`condition: service_healthy\`.`,
        data: { service, healthy: new Set(healthy.map(({ name }) => name)) },
      };
    }
  },
  *fix({ data }, { project }) {
    const file = checkedFile(project);
    const { service, healthy } = data!;
    const entry = file && entryAt(file, 'services', service.name, 'depends_on');
    if (file === undefined || entry?.value.kind !== 'list') return;
    // A list that was merged from several files holds more than the one that stands here.
    const written = entry.value.items.flatMap((item) => (item.kind === 'scalar' ? item.written : []));
    // A key cannot be made of variables.
    if (written.length !== entry.value.items.length || written.some((name) => name.includes('$'))) return;
    const value = Object.fromEntries(
      written.map((name) => [name, { condition: healthy.has(name) ? 'service_healthy' : 'service_started' }]),
    );
    const title = `Start \`${service.name}\` when ${[...healthy].map((name) => `\`${name}\``).join(' and ')} ${
      healthy.size === 1 ? 'is' : 'are'
    } healthy`;
    yield* offer({ title, safety: 'review', preferred: true }, replaceValue(file, entry, value));
  },
});

function hasHealthcheck(service: ComposeService, image: ServiceImage | undefined): boolean {
  const { healthcheck } = service;
  if (healthcheck?.isDisabled) return false;
  if (healthcheck?.test !== undefined) return true;
  const own = image?.state.healthcheck;
  return own !== undefined && own.form !== 'none';
}

export const docs = `
Reported only where the dependency has a health check of its own, in this file or in its image. The long form is silent: there someone chose
\`service_started\`. The fix writes the long form for the whole list; what has no health check keeps \`service_started\`.
`;

export const examples = [
  {
    bad: `services:
  web:
    image: corp/shop:1.2
    depends_on:
      - «db»
      - mail
  db:
    image: postgres:17
    healthcheck:
      test: ["CMD", "pg_isready"]
  mail:
    image: corp/mail:1
`,
    fixed: `services:
  web:
    image: corp/shop:1.2
    depends_on:
      db:
        condition: service_healthy
      mail:
        condition: service_started
  db:
    image: postgres:17
    healthcheck:
      test: ["CMD", "pg_isready"]
  mail:
    image: corp/mail:1
`,
  },
  {
    bad: `services:
  web:
    image: corp/shop:1.2
    depends_on: [«api»]
  api:
    build: .
`,
    files: { Dockerfile: 'FROM debian:12\nHEALTHCHECK CMD ["/app", "check"]\nCMD ["/app"]\n' },
    fixed: `services:
  web:
    image: corp/shop:1.2
    depends_on:
      api:
        condition: service_healthy
  api:
    build: .
`,
  },
  {
    good: `services:\n  web:\n    image: corp/shop:1.2\n    depends_on: [db]\n  db:\n    image: postgres:17\n`,
    note: 'There is nothing to wait for.',
  },
  {
    good: `services:
  web:
    image: corp/shop:1.2
    depends_on:
      db:
        condition: service_started
  db:
    image: postgres:17
    healthcheck:
      test: pg_isready
`,
  },
  {
    good: `services:\n  web:\n    image: corp/shop:1.2\n    depends_on: [db]\n  db:\n    image: postgres:17\n    healthcheck:\n      disable: true\n`,
  },
  {
    good: `services:\n  web:\n    image: corp/shop:1.2\n    depends_on: [db]\n  db:\n    image: postgres:17\n    healthcheck:\n      test: pg_isready\n    deploy:\n      placement:\n        constraints: [node.role == manager]\n`,
    note: 'Swarm takes the short form alone.',
  },
] satisfies Example[];
