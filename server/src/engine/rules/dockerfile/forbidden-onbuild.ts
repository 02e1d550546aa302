// ONBUILD with an instruction that cannot be kept for later.
import { defineRule, type Example } from '../../define-rule.ts';
import { instructionAt } from '../../parse/instruction-at.ts';
import type { Instruction } from '../../parse/syntax.ts';

export default defineRule<{ readonly instruction: Instruction } | undefined>({
  id: 'forbidden-onbuild',
  severity: 'error',
  profiles: ['recommended', 'cis', 'hardened-images'],
  concern: 'correctness',
  summary: 'ONBUILD FROM, ONBUILD MAINTAINER or ONBUILD ONBUILD',
  why: 'ONBUILD keeps an instruction for the build of another image, and these three cannot be kept: the build stops.',
  sources: ['hadolint:DL3043', 'tally:invalid-onbuild-trigger'],
  *check({ model }) {
    for (const { at, message, rule } of model.dockerfile.errors) {
      if (rule !== 'forbidden-onbuild') continue;
      const instruction = instructionAt(model.dockerfile, at.start);
      yield { at, message, ...(instruction ? { data: { instruction } } : {}) };
    }
  },
  *fix({ data }) {
    const trigger = data?.instruction.trigger;
    const inner = trigger?.trigger;
    if (trigger?.keyword !== 'ONBUILD' || !inner || /^(ONBUILD|FROM|MAINTAINER)$/.test(inner.keyword)) return;
    yield {
      title: 'Keep one ONBUILD',
      safety: 'review',
      edits: [{ start: trigger.keywordAt.start, end: inner.keywordAt.start, text: '' }],
    };
  },
});

export const docs = `
The instruction after ONBUILD runs right after the FROM of the image that is built on this one. A base image cannot be
chosen there, an author is no step, and a trigger for a grandchild does not exist.
`;

export const examples = [
  { bad: `FROM debian:12\nONBUILD «FROM» alpine:3.22\n`, fixed: false },
  { bad: `FROM debian:12\nONBUILD «MAINTAINER» team@example.com\n`, fixed: false },
  { bad: `FROM debian:12\nONBUILD «ONBUILD» COPY . /app\n`, fixed: `FROM debian:12\nONBUILD COPY . /app\n` },
  { good: `FROM debian:12\nONBUILD COPY . /app\n` },
  { good: `FROM debian:12\nONBUILD RUN echo FROM here\n`, note: 'An argument of RUN.' },
  { good: `FROM debian:12\nONBUILD LABEL maintainer=team\n` },
] satisfies Example[];
