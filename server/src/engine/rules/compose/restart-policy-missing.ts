// A service that stays down when it ends.

import type { ComposeService } from '../../compose/project.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { isForSwarm, isJob, looksLikeJob } from '../../service-facts/missing-limit.ts';
import { checkedFile, offer } from '../../service-facts/offer.ts';
import { entryAt, insertKey } from '../../yaml-edits/index.ts';

interface Data {
  readonly service: ComposeService;
  readonly canAdd: boolean;
}

interface Options {
  readonly [name: string]: 'any' | 'on-failure';
  readonly policy: 'any' | 'on-failure';
}

export default defineComposeRule<Data, Options>({
  id: 'restart-policy-missing',
  severity: 'information',
  profiles: ['strict', 'cis'],
  summary: 'A service without a restart policy',
  why: 'A service that ends by a fault, or because someone made it crash, stays down until a person looks.',
  sources: ['cis:5.15', 'kics:2fc99041-ddad-49d5-853f-e35e70a48391'],
  options: {
    policy: {
      default: 'any',
      values: ['any', 'on-failure'],
      description:
        'Which policy is asked for: any, or the one of the CIS benchmark, on-failure with at most five attempts.',
    },
  },
  *check({ project, options }) {
    for (const service of project.services) {
      if (!service.complete || isJob(service, project.services) || looksLikeJob(service)) continue;
      const restart = service.get('restart');
      const policy = restart?.kind === 'scalar' ? restart.text : undefined;
      if (restart !== undefined && policy === undefined) continue;
      if (service.get('deploy', 'restart_policy') !== undefined || isForSwarm(service)) continue;
      if (isInteractive(service)) continue;
      if (policy === undefined || policy === '' || policy === 'no') {
        yield {
          at: policy ? restart!.at : service.keyAt,
          message: `\`${service.name}\` is not started again when it ends. Set \`restart: unless-stopped\`, or \`restart: on-failure:5\` where it may end by itself.`,
          data: { service, canAdd: restart === undefined },
        };
      } else if (options.policy === 'on-failure' && !isBounded(policy)) {
        yield {
          at: restart!.at,
          message: `\`restart: ${policy}\` starts \`${service.name}\` again without end. Set \`restart: on-failure:5\`.`,
          data: { service, canAdd: false },
        };
      }
    }
  },
  *fix({ data }, { project }) {
    const file = checkedFile(project);
    const entry = file && entryAt(file, 'services', data!.service.name);
    if (file === undefined || entry === undefined || !data!.canAdd) return;
    const choices = [
      ['unless-stopped', 'Start it again whenever it ends, unless it was stopped by hand'],
      ['on-failure:5', 'Start it again when it fails, at most five times'],
    ] as const;
    for (const [index, [value, title]] of choices.entries())
      yield* offer(
        { title, safety: 'review', preferred: index === 0 },
        insertKey(file, entry, 'restart', value, { after: ['image', 'build'] }),
      );
  },
});

function isBounded(policy: string): boolean {
  const [, count] = /^on-failure:(\d+)$/.exec(policy) ?? [];
  return count !== undefined && Number(count) <= 5 && Number(count) > 0;
}

/** A shell for a person. */
function isInteractive(service: ComposeService): boolean {
  return ['stdin_open', 'tty'].some((key) => {
    const node = service.get(key);
    return node?.kind === 'scalar' && node.value === true;
  });
}

export const docs = `
Off except in \`strict\` and \`cis\`. Services that are meant to end are silent: those that another one waits for with
\`service_completed_successfully\`, those that only a profile starts, those whose name or command says so (\`migrate\`, \`seed\`, \`init\`, \`alembic upgrade\`), and shells for people (\`tty\`, \`stdin_open\`). The benchmark wants
\`on-failure\` with at most five attempts, which does not start a service after the host was started again: the option \`policy\` asks for that.
`;

export const examples = [
  {
    bad: `services:
  «web»:
    image: nginx:1.29
    ports: ["80:80"]
`,
    fixed: `services:
  web:
    image: nginx:1.29
    restart: unless-stopped
    ports: ["80:80"]
`,
  },
  {
    bad: `services:
  «web»:
    build: .
`,
    title: 'Start it again when it fails',
    fixed: `services:
  web:
    build: .
    restart: on-failure:5
`,
  },
  { bad: `services:\n  web:\n    image: nginx:1.29\n    restart: «"no"»\n`, fixed: false },
  {
    bad: `services:\n  web:\n    image: nginx:1.29\n    restart: «always»\n`,
    options: { policy: 'on-failure' },
    fixed: false,
  },
  { good: `services:\n  web:\n    image: nginx:1.29\n    restart: always\n` },
  {
    good: `services:\n  web:\n    image: nginx:1.29\n    restart: on-failure:5\n`,
    options: { policy: 'on-failure' },
  },
  {
    good: `services:
  migrate:
    image: corp/shop:1.2
    command: migrate
  web:
    image: corp/shop:1.2
    restart: unless-stopped
    depends_on:
      migrate:
        condition: service_completed_successfully
`,
    note: 'It is meant to end.',
  },
  { good: `services:\n  tool:\n    image: corp/tool:1\n    profiles: [tools]\n`, note: 'Started by hand.' },
  {
    good: `services:\n  db-init:\n    image: corp/shop:1.2\n  schema:\n    build: .\n    command: npx prisma migrate deploy\n  load:\n    image: postgres:17\n    command: psql -h db -f /load.sql\n  job:\n    build: .\n    command: ["python", "manage.py", "migrate"]\n`,
    note: 'They run once and end.',
  },
  {
    bad: `services:\n  «web»:\n    build: .\n    command: sh -c "python manage.py migrate && gunicorn shop.wsgi"\n`,
    fixed: `services:\n  web:\n    build: .\n    restart: unless-stopped\n    command: sh -c "python manage.py migrate && gunicorn shop.wsgi"\n`,
  },
] satisfies Example[];
