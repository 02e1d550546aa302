// Two stages of one name, or a stage with a name that Docker keeps for itself.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import type { Model, Stage } from '../../model/model.ts';
import { readCopy, readFrom, readMounts } from '../../parse/arguments.ts';

interface Data {
  readonly stage: Stage;
  readonly name: string;
  /** The stage above that has the name; absent where Docker itself means something by it. */
  readonly earlier?: Stage;
}

/** What Docker means by these names where no stage has them. */
const reserved: Readonly<Record<string, string>> = {
  scratch: 'the empty image',
  context: 'the build context',
};

export default defineRule<Data>({
  id: 'duplicate-stage-name',
  severity: 'warning',
  profiles: ['recommended'],
  concern: 'correctness',
  summary: 'A stage’s name is taken twice',
  why: 'Of two stages of one name the last one is taken, by COPY --from even where it stands above, so that what is built is not what is read.',
  sources: [
    'buildkit:DuplicateStageName',
    'buildkit:ReservedStageName',
    'hadolint:DL3024',
    'hadolint:DL3063',
    'trivy:DS-0012',
    'checkov:CKV_DOCKER_11',
    'kics:f2daed12-c802-49cd-afed-fe41d0b82fed',
  ],
  *check({ model }) {
    const known = new Map<string, Stage>();
    for (const stage of model.stages) {
      const { from, name } = stage;
      const alias = readFrom(from)?.alias;
      if (!name || !alias) continue;
      const meaning = Object.hasOwn(reserved, name) ? reserved[name] : undefined;
      if (meaning) {
        yield {
          at: alias.at,
          message: `\`${name}\` is Docker's name for ${meaning}, and below this line it means this stage instead. Give the stage another name.`,
          data: { stage, name },
        };
        continue;
      }
      const earlier = known.get(name);
      known.set(name, stage);
      if (!earlier) continue;
      yield {
        at: alias.at,
        message: `Another stage is named \`${name}\` already: from here on FROM takes this one, and COPY --from does so everywhere. Give each its own name.`,
        related: [
          {
            at: readFrom(earlier.from)?.alias?.at ?? earlier.from.head,
            message: `The \`${name}\` above.`,
          },
        ],
        data: { stage, name, earlier },
      };
    }
  },
  *fix({ data }, { model }) {
    const { stage, name, earlier } = data!;
    const renamed = earlier ?? stage;
    const alias = readFrom(renamed.from)?.alias;
    if (!alias) return;
    const other = freeName(model, name);
    if (!earlier) {
      // Whether the stage or what Docker calls so is meant by those that name it is not known.
      if (!isNamed(model, name))
        yield { title: `Name it ${other}`, safety: 'review', edits: [{ ...alias.at, text: other }] };
      return;
    }
    // The last one of a name is what COPY --from and `--target` take: the one above gets another.
    const followers = model.stages
      .filter(({ index, base }) => index <= stage.index && base.kind === 'stage' && base.stage === earlier)
      .map(({ imageWord }) => imageWord);
    const edits: Edit[] = [];
    for (const word of followers) {
      if (word?.value.toLowerCase() !== name || word.raw !== word.value) return;
      edits.push({ ...word.at, text: other });
    }
    yield {
      title: `Name the one above ${other}${edits.length > 0 ? ', with the FROM that takes it' : ''}`,
      safety: 'review',
      preferred: true,
      edits: [{ ...alias.at, text: other }, ...edits],
    };
  },
});

/** A FROM, COPY --from or mount takes something of this name. */
function isNamed(model: Model, name: string): boolean {
  return model.stages.some(({ imageWord, instructions }) =>
    [
      imageWord?.value,
      ...instructions.flatMap((instruction) => [
        readCopy(instruction)?.from?.value,
        ...readMounts(instruction).map(({ from }) => from),
      ]),
    ].some((value) => value?.toLowerCase() === name),
  );
}

function freeName(model: Model, name: string): string {
  const taken = new Set(model.stages.map((stage) => stage.name));
  for (let number = 1; ; number++) if (!taken.has(`${name}-${number}`)) return `${name}-${number}`;
}

export const docs = `
Names of stages are compared without regard to case. BuildKit takes the last stage of a name: FROM the last one above it, COPY --from and
\`--target\` the last one of the file, and a COPY in between then fails. The fix names the one above otherwise, which changes nothing of that.
\`scratch\` and \`context\` mean a stage of that name wherever there is one.
`;

export const examples = [
  {
    bad: `FROM node:22 AS build\nFROM golang:1.24 AS «build»\nFROM scratch\nCOPY --from=build /a /a\n`,
    fixed: `FROM node:22 AS build-1\nFROM golang:1.24 AS build\nFROM scratch\nCOPY --from=build /a /a\n`,
  },
  { bad: `FROM node:22 AS build\nFROM golang:1.24 AS «Build»\n`, note: 'The case makes no difference.' },
  {
    bad: `FROM debian:12 AS «scratch»\nFROM scratch\n`,
    fixed: false,
    note: 'Whether FROM means the stage or the empty image is not known.',
  },
  {
    bad: `FROM node:22 AS build\nFROM build AS web\nFROM golang:1.24 AS «build»\nFROM build\n`,
    fixed: `FROM node:22 AS build-1\nFROM build-1 AS web\nFROM golang:1.24 AS build\nFROM build\n`,
  },
  { good: `FROM node:22 AS web\nFROM golang:1.24 AS server\n` },
  { good: `FROM node:22\nFROM golang:1.24\n`, note: 'Stages need no names.' },
  { good: `FROM debian:12 AS debian\nFROM debian:12\n`, note: 'The image has a tag, so it is no stage.' },
] satisfies Example[];
