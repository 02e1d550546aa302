// Two stages of one name, or a stage with a name that Docker keeps for itself.
import { defineRule, type Example } from '../../define-rule.ts';
import { readFrom } from '../../parse/arguments.ts';
import type { Instruction } from '../../parse/syntax.ts';

/** What these names always mean to BuildKit. */
const reserved: Readonly<Record<string, string>> = {
  scratch: 'the empty image',
  context: 'the build context',
};

export default defineRule<undefined>({
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
    for (const { from, name } of model.stages) {
      const alias = readFrom(from)?.alias;
      if (!name || !alias) continue;
      const meaning = Object.hasOwn(reserved, name) ? reserved[name] : undefined;
      if (meaning) {
        yield {
          at: alias.at,
          message: `\`${name}\` always means ${meaning}, so that FROM never finds this stage. Give it another name.`,
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
      };
    }
  },
});

export const docs = `
Names of stages are compared without regard to case. Which of two equal ones a line means is easily misread, so that
no fix is offered: rename one, and the lines that mean it.
`;

export const examples = [
  {
    bad: `FROM node:22 AS build\nFROM golang:1.24 AS «build»\nFROM scratch\nCOPY --from=build /a /a\n`,
    fixed: false,
  },
  { bad: `FROM node:22 AS build\nFROM golang:1.24 AS «Build»\n`, note: 'The case makes no difference.' },
  { bad: `FROM debian:12 AS «scratch»\nFROM scratch\n` },
  { good: `FROM node:22 AS web\nFROM golang:1.24 AS server\n` },
  { good: `FROM node:22\nFROM golang:1.24\n`, note: 'Stages need no names.' },
  { good: `FROM debian:12 AS debian\nFROM debian:12\n`, note: 'The image has a tag, so it is no stage.' },
] satisfies Example[];
