// Logs that grow without end, or that are thrown away.

import type { ComposeService } from '../../compose/project.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { checkedFile, offer } from '../../service-facts/offer.ts';
import { entryAt, insertKey } from '../../yaml-edits/index.ts';

interface Data {
  readonly service: ComposeService;
}

export default defineComposeRule<Data | undefined>({
  id: 'logging-unbounded',
  severity: 'information',
  profiles: ['strict', 'cis'],
  summary: 'Logs of a service without a limit, or without logs',
  why: 'Logs without a limit fill the disk of the host, which whoever can make the service write can bring about, and without logs nobody sees what happened.',
  sources: ['compose-lint:CL-0014'],
  *check({ project }) {
    const reported = new Set<number>();
    for (const service of project.services) {
      if (!service.complete) continue;
      const logging = service.get('logging');
      const driver = service.get('logging', 'driver');
      const name = driver?.kind === 'scalar' && driver.value !== null ? driver.text : 'json-file';
      if (name === 'none') {
        if (driver && !reported.has(driver.at.start))
          yield {
            at: driver.at,
            message: `\`driver: none\` throws away what \`${service.name}\` says, also what would show an attack. Use \`local\`, which has a limit.`,
          };
        if (driver) reported.add(driver.at.start);
        continue;
      }
      // Other drivers hand the logs on, and \`local\` has a limit of its own.
      if (name !== 'json-file') continue;
      if (service.get('logging', 'options', 'max-size') !== undefined) continue;
      const isWritten = logging !== undefined && !(logging.kind === 'scalar' && logging.value === null);
      yield {
        at: service.keyAt,
        message: `The logs of \`${service.name}\` grow without end, unless the daemon's settings limit them. Set \`logging.options.max-size\`, or the driver \`local\`.`,
        ...(isWritten ? {} : { data: { service } }),
      };
    }
  },
  *fix({ data }, { project }) {
    const file = checkedFile(project);
    const entry = file && data && entryAt(file, 'services', data.service.name);
    if (file === undefined || !entry) return;
    const value = { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } };
    yield* offer(
      { title: 'Keep the last 30 MB of its logs', safety: 'review', preferred: true },
      insertKey(file, entry, 'logging', value),
    );
  },
});

export const docs = `
Off except in \`strict\` and \`cis\`: the daemon's own settings (\`log-driver\`, \`log-opts\`) can limit the logs of every container, and nothing in a
Compose file shows them. The rule log-unbounded looks at \`daemon.json\`. Drivers that hand logs on are silent.
`;

export const examples = [
  {
    bad: `services:
  «web»:
    image: nginx:1.29
`,
    fixed: `services:
  web:
    image: nginx:1.29
    logging:
      driver: json-file
      options:
        max-size: 10m
        max-file: "3"
`,
  },
  { bad: `services:\n  web:\n    image: nginx:1.29\n    logging:\n      driver: «none»\n`, fixed: false },
  {
    bad: `services:\n  «web»:\n    image: nginx:1.29\n    logging:\n      driver: json-file\n`,
    fixed: false,
  },
  { good: `services:\n  web:\n    image: nginx:1.29\n    logging:\n      driver: local\n` },
  { good: `services:\n  web:\n    image: nginx:1.29\n    logging:\n      options: {max-size: 10m}\n` },
  {
    good: `x-logging: &logging
  driver: json-file
  options:
    max-size: 5m
services:
  web:
    image: nginx:1.29
    logging: *logging
`,
  },
  { good: `services:\n  web:\n    image: nginx:1.29\n    logging:\n      driver: journald\n` },
] satisfies Example[];
