// Compose does not load the file.
import { defineComposeRule, type Example } from '../../define-rule.ts';

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
    const names = new Set(project.services.map(({ keyAt }) => keyAt));
    for (const { at, message, kind, mayBeElsewhere } of project.problems) {
      if (kind !== 'error') continue;
      if (!mayBeElsewhere) yield { at, message };
      else
        yield {
          at,
          // A service without an image is how a file begins that adds to another one; a name without anything behind it is
          // more often a slip.
          severity: names.has(at) ? 'information' : 'warning',
          message: `${message} Compose takes it as it is only where another file that is given by \`-f\` adds that.`,
        };
    }
  },
});

/** What template languages write (Go, Jinja, ERB). Swarm's own `{{.Node.ID}}` is part of a value that YAML can read. */
const templateMark = /\{\{|\{%|<%/;

export const docs = `
Reports what keeps \`docker compose config\` from loading the file: YAML that cannot be read, keys that stand twice, aliases without an anchor,
a \`$\` that starts no variable, values of the wrong type, services that are not there. Each problem is reported in the file in which it stands.
What another file could add is a warning (a network, a service that is depended on) or information (the image of a service): \`docker compose -f a.yaml -f b.yaml\` puts
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
    bad: `services:\n  a:\n    image: corp/a:1\n    depends_on: [b]\n  b:\n    image: corp/b:1\n    depends_on: [«a»]\n`,
    note: 'A circle, which no other file opens.',
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
