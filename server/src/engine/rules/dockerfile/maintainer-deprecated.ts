// MAINTAINER, which a label has replaced.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import { readPairs } from '../../parse/arguments.ts';
import type { Dockerfile, Instruction } from '../../parse/syntax.ts';

const label = 'org.opencontainers.image.authors';

export default defineRule<Instruction>({
  id: 'maintainer-deprecated',
  severity: 'information',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'MAINTAINER has been replaced by a label',
  why: 'Docker calls the instruction deprecated, and tools that read who made an image look at its labels.',
  sources: [
    'buildkit:MaintainerDeprecated',
    'hadolint:DL4000',
    'trivy:DS-0022',
    'checkov:CKV_DOCKER_6',
    'kics:99614418-f82b-4852-a9ae-5051402b741c',
  ],
  *check({ model }) {
    for (const stage of model.stages) {
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== 'MAINTAINER') continue;
        yield {
          at: instruction.keywordAt,
          message: `MAINTAINER is deprecated. Write \`LABEL ${label}="…"\` instead.`,
          tags: ['deprecated'],
          data: instruction,
        };
      }
    }
  },
  *fix({ data: instruction }, { model }) {
    const { dockerfile } = model;
    const stage = instruction && model.stageOf(instruction);
    if (!stage) return;
    // Of two labels of one name the later one counts, which need not be this one.
    const labelled = stage.instructions.some(
      (other) => other.keyword === 'LABEL' && readPairs(other).some(({ name }) => name === label),
    );
    const edits = labelled ? undefined : labelEdits(dockerfile, instruction);
    if (edits) yield { title: `Write the label ${label}`, safety: 'safe', preferred: true, edits };
  },
});

/** Keyword and name; undefined where the name stands over several lines. */
function labelEdits(dockerfile: Dockerfile, { keywordAt, body }: Instruction): Edit[] | undefined {
  const { text, escape: escaper } = dockerfile;
  if (body.text === '' || text.slice(body.at.start, body.at.end) !== body.text) return undefined;
  const quoted = /^"([^"]*)"$|^'([^']*)'$/.exec(body.text);
  const name = quoted?.[1] ?? quoted?.[2] ?? body.text;
  const written = name.replace(/["$\\`]/g, (character) =>
    character === '"' || character === '$' || character === escaper ? escaper + character : character,
  );
  const keyword = text.slice(keywordAt.start, keywordAt.end);
  const lower = keyword === keyword.toLowerCase();
  return [
    { ...keywordAt, text: lower ? 'label' : 'LABEL' },
    { ...body.at, text: `${label}="${written}"` },
  ];
}

export const docs = `
The fix writes the same name as the label \`org.opencontainers.image.authors\`, which the OCI image specification defines. It is not offered
where the stage sets that label already.
`;

export const examples = [
  {
    bad: `FROM debian:12\n«MAINTAINER» Ada Lovelace <ada@example.com>\nUSER 10001\n`,
    fixed: `FROM debian:12\nLABEL org.opencontainers.image.authors="Ada Lovelace <ada@example.com>"\nUSER 10001\n`,
  },
  {
    bad: `from debian:12\n«maintainer» "team@example.com"\nuser 10001\n`,
    fixed: `from debian:12\nlabel org.opencontainers.image.authors="team@example.com"\nuser 10001\n`,
  },
  {
    bad: `FROM debian:12\n«MAINTAINER» The "A" $team\nUSER 10001\n`,
    fixed: `FROM debian:12\nLABEL org.opencontainers.image.authors="The \\"A\\" \\$team"\nUSER 10001\n`,
  },
  {
    bad: `FROM debian:12\nLABEL org.opencontainers.image.authors="us"\n«MAINTAINER» us\nUSER 10001\n`,
    fixed: false,
  },
  { good: `FROM debian:12\nLABEL org.opencontainers.image.authors="us"\nUSER 10001\n` },
  { good: `FROM debian:12\nLABEL maintainer="us"\nUSER 10001\n`, note: 'An older label that many use.' },
  { good: `FROM debian:12\n# MAINTAINER us\nUSER 10001\n` },
] satisfies Example[];
