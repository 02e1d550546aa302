// A container name that Docker refuses, or that two services have.
import { shownText } from '../../compose/values.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import { quoted } from '../../parse/errors/problem.ts';
import type { Place } from '../../parse/yaml/tree.ts';

export default defineComposeRule<undefined>({
  id: 'container-name-refused',
  severity: 'error',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'A container name that is taken or not allowed',
  why: 'Names of containers are unique on a host and hold few characters only, and the container is not made otherwise.',
  sources: ['dclint:no-duplicate-container-names', 'dclint:service-container-name-regex'],
  *check({ project }) {
    const taken = new Map<string, { readonly service: string; readonly at: Place }>();
    for (const service of project.services) {
      const node = service.get('container_name');
      if (node?.kind !== 'scalar' || !node.text) continue;
      const { text, at } = node;
      // Source: moby, daemon/names (RestrictedNamePattern).
      if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(text)) {
        yield {
          at,
          message: `Docker refuses the container name ${quoted(shownText(node))}: a name has letters, digits, \`_\`, \`.\` and \`-\`, at least two, and starts with a letter or digit.`,
        };
        continue;
      }
      const other = taken.get(text);
      if (other === undefined) {
        // Of services with profiles only one may be there.
        if (service.get('profiles') === undefined) taken.set(text, { service: service.name, at });
        continue;
      }
      if (service.get('profiles') !== undefined) continue;
      yield {
        at,
        message: `${quoted(service.name)} and ${quoted(other.service)} both name their container ${quoted(shownText(node))}: only one of them can be there. Leave one of the names out.`,
        related: [{ at: other.at, message: 'The name is taken here.' }],
      };
    }
  },
});

export const docs = `
Without \`container_name\` Compose makes a name of the project, the service and a number, which is never taken.
`;

export const examples = [
  {
    bad: `services:\n  web:\n    image: nginx:1.29\n    container_name: app\n  api:\n    image: nginx:1.29\n    container_name: «app»\n`,
    fixed: false,
  },
  { bad: `services:\n  web:\n    image: nginx:1.29\n    container_name: «"web@1"»\n` },
  {
    good: `services:\n  web:\n    image: nginx:1.29\n    container_name: app-web_1\n  api:\n    image: nginx:1.29\n    container_name: app\${N}\n`,
  },
] satisfies Example[];
