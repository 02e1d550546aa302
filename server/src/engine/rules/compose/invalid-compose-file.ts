// Compose does not load the file.
import type { ComposeProject } from '../../compose/project.ts';
import { defineComposeRule, type Example } from '../../define-rule.ts';
import type { Place } from '../../parse/yaml/tree.ts';

export default defineComposeRule<undefined>({
  id: 'invalid-compose-file',
  severity: 'error',
  profiles: ['recommended', 'cis', 'hardened-images'],
  concern: 'correctness',
  summary: 'Compose refuses the file',
  why: 'As long as the file cannot be loaded, no command of Compose does anything, and what it says cannot be judged.',
  sources: [],
  *check({ project }) {
    const file = project.files.get(project.path);
    // Another program makes the Compose file out of a template.
    if (file && file.problems.length > 0 && templateMark.test(file.text)) return;
    const open = openEnds(project);
    for (const { at, message, kind } of project.problems) {
      if (kind !== 'error') continue;
      if (!open.has(placeOf(at))) yield { at, message };
      else
        yield {
          at,
          severity: 'warning',
          message: `${message} Compose takes it as it is only where another file that is given by \`-f\` adds that.`,
        };
    }
  },
});

const placeOf = ({ file, start }: Place) => `${file} ${start}`;

/** Where something is named or missing that another file could add: Compose can be called with several. */
function openEnds({ services, networks, volumes, secrets, configs }: ComposeProject): ReadonlySet<string> {
  const names = new Set(services.map(({ name }) => name));
  const places = new Set<string>();
  for (const service of services) {
    if (!service.image && !service.build) places.add(placeOf(service.keyAt));
    for (const { name, at } of service.networks ?? []) if (!networks.has(name)) places.add(placeOf(at));
    for (const { name, at } of service.dependsOn) if (!names.has(name)) places.add(placeOf(at));
    for (const { source, at } of service.secrets) if (!secrets.has(source ?? '')) places.add(placeOf(at));
    for (const { source, at } of service.configs) if (!configs.has(source ?? '')) places.add(placeOf(at));
    for (const { source, at, type } of service.mounts)
      if (type === 'volume' && !volumes.has(source ?? '')) places.add(placeOf(at));
  }
  return places;
}

/** What template languages write (Go, Jinja, ERB). Swarm's own `{{.Node.ID}}` is part of a value that YAML can read. */
const templateMark = /\{\{|\{%|<%/;

export const docs = `
Reports what keeps \`docker compose config\` from loading the file: YAML that cannot be read, keys that stand twice, aliases without an anchor,
a \`$\` that starts no variable, values of the wrong type, services that are not there. Each problem is reported in the file in which it stands.
What another file could add (an image, a network, a service that is depended on) is a warning: \`docker compose -f a.yaml -f b.yaml\` puts
files together, and nothing in them says so. Templates that another program fills in (\`{{ … }}\`, \`{% … %}\`) are silent as long as they are no YAML.
`;

export const examples = [
  {
    bad: `services:
  web:
    image: nginx:1.29
    environment: «*missing»
`,
    fixed: false,
  },
  {
    bad: `services:
  web:
    image: nginx:1.29
    «image»: nginx:1.28
`,
    fixed: false,
  },
  {
    bad: `services:
  «web»:
    ports: ["80:80"]
    networks: [«front»]
    depends_on: [«api»]
`,
    fixed: false,
    note: 'Warnings: a file for `-f` beside another one may look so.',
  },
  {
    good: `services:
  web:
    image: nginx:1.29
`,
  },
  {
    good: `services:\n{% for name in names %}\n  {{ name }}: {image: nginx:1.29}\n{% endfor %}\n`,
    note: 'A template.',
  },
] satisfies Example[];
