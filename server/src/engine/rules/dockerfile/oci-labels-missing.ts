// The image does not say where it comes from.
import { defineRule, type Example } from '../../define-rule.ts';
import { expand } from '../../model/apply.ts';
import { isDevelopment } from '../../model/file-role.ts';
import type { Model } from '../../model/model.ts';
import { readPairs } from '../../parse/arguments.ts';

export default defineRule<undefined, { labels: readonly string[] }>({
  id: 'oci-labels-missing',
  severity: 'information',
  profiles: ['strict'],
  summary: 'The image has no labels that say what it is and where it comes from',
  why: 'Whoever finds the image in a registry or in a report cannot tell which repository and revision to look at.',
  sources: ['hadolint:DL3049'],
  options: {
    labels: {
      default: ['org.opencontainers.image.title', 'org.opencontainers.image.source'],
      description:
        'Labels that every image must have: `org.opencontainers.image.revision`, `com.example.team`. Empty: none.',
    },
  },
  *check({ model, options }) {
    const stage = model.finalStage;
    if (!stage || options.labels.length === 0 || isDevelopment(model)) return;
    const set = labelsOf(model);
    if (!set) return;
    const missing = [...new Set(options.labels)].filter((label) => !set.has(label));
    if (missing.length === 0) return;
    const some = missing.slice(0, 6).map((label) => `\`${label}\``);
    const names = some.length > 1 ? `${some.slice(0, -1).join(', ')} and ${some.at(-1)}` : some[0];
    yield {
      at: stage.imageWord?.at ?? stage.from.head,
      message: `The image lacks the label${missing.length > 1 ? 's' : ''} ${names}${missing.length > 6 ? ' among others' : ''}. Set ${missing.length > 1 ? 'them' : 'it'} with LABEL.`,
    };
  },
});

/** The names of the labels that the file sets in the shipped image; undefined where one of them is not known. */
function labelsOf(model: Model): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const { instructions } of model.finalChain) {
    for (const instruction of instructions) {
      if (instruction.keyword !== 'LABEL') continue;
      for (const { rawName } of readPairs(instruction)) {
        const name = expand(rawName, model.before(instruction), model);
        if (name === undefined) return undefined;
        names.add(name);
      }
    }
  }
  return names;
}

export const docs = `
Off but in the profile \`strict\`. The option names the labels: by default title and source of the OCI image specification.
Labels of the base image do not count, because they describe the base image. Labels that change with every build, such as
\`org.opencontainers.image.revision\` and \`…created\`, are given by the build as a rule (\`docker build --label\`), and are asked
for only where the option names them.
`;

export const examples = [
  { bad: `FROM «debian:12»\nUSER 10001\n`, fixed: false },
  {
    bad: `FROM «debian:12»\nLABEL org.opencontainers.image.title="App"\nUSER 10001\n`,
    note: 'The source is missing.',
  },
  {
    bad: `FROM debian:12 AS a\nLABEL com.example.team="x"\nFROM «debian:12»\nUSER 10001\n`,
    options: { labels: ['com.example.team'] },
  },
  {
    good: `FROM debian:12\nLABEL org.opencontainers.image.title="App" \\\n  org.opencontainers.image.source="https://example.com/app"\nUSER 10001\n`,
  },
  {
    good: `FROM debian:12 AS base\nLABEL com.example.team="x"\nFROM base\nUSER 10001\n`,
    options: { labels: ['com.example.team'] },
    note: 'Inherited from a stage of the file.',
  },
  {
    good: `FROM debian:12\nARG PREFIX\nLABEL \${PREFIX}.title="App"\nUSER 10001\n`,
    note: 'A name that the build gives.',
  },
  { good: `FROM debian:12\nUSER 10001\n`, options: { labels: [] }, note: 'Nothing is asked for.' },
] satisfies Example[];
