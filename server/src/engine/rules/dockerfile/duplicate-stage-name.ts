// Two stages of one name, or a stage with a name that Docker keeps for itself.
import { defineRule, type Edit, type Example } from '../../define-rule.ts';
import type { Model, Stage } from '../../model/model.ts';
import { readFrom, readMounts } from '../../parse/arguments.ts';
import type { Instruction } from '../../parse/syntax.ts';

interface Data {
  readonly stage: Stage;
  readonly name: string;
  /** The name means something else to BuildKit. */
  readonly isReserved: boolean;
}

/** What these names always mean to BuildKit. */
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
  why: 'Of two stages of one name FROM takes the first and COPY --from the last, so that what is built is not what is read.',
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
    const first = new Map<string, Instruction>();
    for (const stage of model.stages) {
      const { from, name } = stage;
      const alias = readFrom(from)?.alias;
      if (!name || !alias) continue;
      const meaning = Object.hasOwn(reserved, name) ? reserved[name] : undefined;
      if (meaning) {
        yield {
          at: alias.at,
          message: `\`${name}\` always means ${meaning}, so that FROM never finds this stage. Give it another name.`,
          data: { stage, name, isReserved: true },
        };
        continue;
      }
      const earlier = first.get(name);
      if (!earlier) {
        first.set(name, from);
        continue;
      }
      yield {
        at: alias.at,
        message: `Another stage is named \`${name}\` already: FROM takes that one, COPY --from takes this one. Give each its own name.`,
        related: [{ at: readFrom(earlier)?.alias?.at ?? earlier.head, message: `The first \`${name}\`.` }],
        data: { stage, name, isReserved: false },
      };
    }
  },
  *fix({ data }, { model }) {
    const { stage, name, isReserved } = data!;
    const alias = readFrom(stage.from)?.alias;
    const edits = alias && followers(model, stage, name);
    // What a reserved name means in COPY --from is nothing to build upon.
    if (!edits || (isReserved && edits.length > 0)) return;
    const other = freeName(model, name);
    const all = edits.map((edit) => ({ ...edit, text: other }));
    yield {
      title: isReserved
        ? `Name it ${other}`
        : `Name it ${other}, and take it by that name below (--target ${name} means the first one then)`,
      safety: 'review',
      preferred: true,
      edits: [{ ...alias.at, text: other }, ...all],
    };
  },
});

/** Where COPY --from and the mounts below take the stage by its name; undefined where one of them cannot be rewritten. */
function followers(model: Model, { index }: Stage, name: string): Edit[] | undefined {
  const edits: Edit[] = [];
  const { text } = model.dockerfile;
  // Below a third one of the name it is that one that is taken.
  const next = model.stages.find((stage) => stage.index > index && stage.name === name);
  for (const { index: own, instructions } of model.stages) {
    if (own <= index || own > (next?.index ?? own)) continue;
    for (const instruction of instructions) {
      const mounts = readMounts(instruction).filter(({ from }) => from?.toLowerCase() === name);
      const copied = instruction.flags.find(
        (flag) => flag.name === 'from' && flag.value?.toLowerCase() === name,
      );
      if (instruction.keyword === 'ONBUILD' && instruction.body.text.includes('--from')) return undefined;
      for (const { at, value } of [...(copied ? [copied] : []), ...mounts.map(({ flag }) => flag)]) {
        const written = text.slice(at.start, at.end);
        const place = /from=/i.exec(written);
        const start = at.start + (place?.index ?? 0) + 'from='.length;
        if (!place || value === undefined || text.slice(start, start + name.length).toLowerCase() !== name)
          return undefined;
        edits.push({ start, end: start + name.length, text: '' });
      }
    }
  }
  return edits;
}

function freeName(model: Model, name: string): string {
  const taken = new Set(model.stages.map((stage) => stage.name));
  for (let number = 2; ; number++) if (!taken.has(`${name}-${number}`)) return `${name}-${number}`;
}

export const docs = `
Names of stages are compared without regard to case. Which of two equal ones a line means is easily misread, so that
no fix is offered: rename one, and the lines that mean it.
`;

export const examples = [
  {
    bad: `FROM node:22 AS build\nFROM golang:1.24 AS «build»\nFROM scratch\nCOPY --from=build /a /a\n`,
    fixed: `FROM node:22 AS build\nFROM golang:1.24 AS build-2\nFROM scratch\nCOPY --from=build-2 /a /a\n`,
  },
  { bad: `FROM node:22 AS build\nFROM golang:1.24 AS «Build»\n`, note: 'The case makes no difference.' },
  {
    bad: `FROM debian:12 AS «scratch»\nFROM scratch\n`,
    fixed: `FROM debian:12 AS scratch-2\nFROM scratch\n`,
  },
  { good: `FROM node:22 AS web\nFROM golang:1.24 AS server\n` },
  { good: `FROM node:22\nFROM golang:1.24\n`, note: 'Stages need no names.' },
  { good: `FROM debian:12 AS debian\nFROM debian:12\n`, note: 'The image has a tag, so it is no stage.' },
] satisfies Example[];
