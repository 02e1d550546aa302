// A service without a health check.

import type { ComposeService } from '../../compose/project.ts';
import type { ServiceImage } from '../../compose/service-image.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import type { ServerImage } from '../../servers/server-facts.ts';
import { serverOfService } from '../../service-facts/known-server.ts';
import { isJob } from '../../service-facts/missing-limit.ts';
import { checkedFile, offer } from '../../service-facts/offer.ts';
import { entryAt, InFlow, insertKey, withoutVariables } from '../../yaml-edits/index.ts';

interface Data {
  readonly service: ComposeService;
  readonly server: ServerImage | undefined;
}

export default defineComposeRule<Data>({
  id: 'service-healthcheck-missing',
  severity: 'information',
  profiles: ['strict', 'cis'],
  concern: 'correctness',
  summary: 'A service without a health check',
  why: 'Docker then calls the container healthy as long as its process lives, whether it answers or not.',
  sources: ['cis:5.27', 'kics:698ed579-b239-4f8f-a388-baa4bcb13ef8'],
  *check({ project, imageOf }) {
    for (const service of project.services) {
      if (!service.complete || isJob(service, project.services)) continue;
      const image = imageOf(service);
      const server = serverOfService(service, image);
      const { healthcheck } = service;
      if (healthcheck?.isDisabled) {
        yield {
          at: healthcheck.testAt ?? healthcheck.at,
          message: `The health check of \`${service.name}\` is switched off. Let it check what the service is for.`,
        };
        continue;
      }
      if (service.get('healthcheck', 'test') !== undefined) continue;
      if (!serves(service, image, server) || mayHaveOne(image, server)) continue;
      yield {
        at: service.keyAt,
        message: `\`${service.name}\` has no health check, neither here nor in its image. Add \`healthcheck\` with a program of the image that asks the server.`,
        data: { service, server },
      };
    }
  },
  *fix({ data }, { project }) {
    const file = checkedFile(project);
    const known = data?.server?.healthcheck;
    if (file === undefined || data === undefined || known === undefined) return;
    const entry = entryAt(file, 'services', data.service.name);
    // Times without a test stand there already.
    if (entry === undefined || data.service.get('healthcheck') !== undefined) return;
    const value = {
      test: new InFlow(known.test.map(withoutVariables)),
      interval: '10s',
      timeout: '5s',
      retries: 5,
      start_period: '30s',
    };
    const program = known.test[0] === 'CMD' ? known.test[1] : known.test[1]?.split(' ')[0];
    const title = `Check it with \`${program}\`, which the image of ${data.server!.name} has`;
    yield* offer({ title, safety: 'review', preferred: true }, insertKey(file, entry, 'healthcheck', value));
  },
});

/** Somebody asks it something. */
function serves(
  service: ComposeService,
  image: ServiceImage | undefined,
  server: ServerImage | undefined,
): boolean {
  if (server !== undefined || service.ports.length > 0 || service.get('expose') !== undefined) return true;
  return (image?.state.exposed.size ?? 0) > 0;
}

/** An image that nothing is known of may bring a health check. */
function mayHaveOne(image: ServiceImage | undefined, server: ServerImage | undefined): boolean {
  const own = image?.state.healthcheck;
  if (own !== undefined) return own.form !== 'none';
  if (image?.state.facts !== undefined) return false;
  // The images of known servers with a check to offer bring none of their own.
  return server?.healthcheck === undefined;
}

export const docs = `
Off except in \`strict\` and \`cis\`. Silent where the image brings a check, where nothing is known of the image, and for services that end by
themselves. For databases, caches and brokers with known images the fix adds a check that a program of that image makes.
`;

export const examples = [
  {
    bad: `services:
  «db»:
    image: postgres:17
    volumes: [data:/var/lib/postgresql/data]
volumes:
  data:
`,
    fixed: `services:
  db:
    image: postgres:17
    volumes: [data:/var/lib/postgresql/data]
    healthcheck:
      test: ["CMD-SHELL", 'pg_isready -h 127.0.0.1 -U "$\${POSTGRES_USER:-postgres}"']
      interval: 10s
      timeout: 5s
      retries: 5
      start_period: 30s
volumes:
  data:
`,
  },
  {
    bad: `services:\n  «api»:\n    build: .\n    ports: ["8080:8080"]\n`,
    files: { Dockerfile: 'FROM python:3.13-slim\nCMD ["python", "app.py"]\n' },
    fixed: false,
  },
  {
    bad: `services:\n  db:\n    image: postgres:17\n    healthcheck:\n      «disable: true»\n`,
    fixed: false,
  },
  {
    good: `services:\n  api:\n    build: .\n    ports: ["8080:8080"]\n`,
    files: { Dockerfile: 'FROM debian:12\nHEALTHCHECK CMD ["/app", "check"]\nCMD ["/app"]\n' },
  },
  {
    good: `services:\n  app:\n    image: ghcr.io/corp/app:1\n    ports: ["80:80"]\n`,
    note: 'Its image may bring one.',
  },
  { good: `services:\n  db:\n    image: postgres:17\n    healthcheck:\n      test: pg_isready\n` },
  { good: `services:\n  job:\n    build: .\n    profiles: [tools]\n` },
] satisfies Example[];
