// COPY --from and RUN --mount=from= of a stage that does not exist, or cannot be taken from.
import { defineRule, type Example } from '../../define-rule.ts';
import { isOfficialImage } from '../../model/official-images.ts';
import { readMounts } from '../../parse/arguments.ts';
import { nearest } from '../../parse/errors/problem.ts';
import type { Instruction, Span } from '../../parse/syntax.ts';

interface Data {
  readonly at: Span;
  readonly meant: string;
}

export default defineRule<Data | undefined>({
  id: 'copy-from-unknown',
  severity: 'error',
  profiles: ['recommended', 'cis', 'hardened-images'],
  concern: 'correctness',
  summary: 'Files are taken from a stage that does not exist',
  why: 'A name that is no stage above is taken for an image to pull, and a stage below or the stage itself cannot be copied from.',
  sources: [
    'hadolint:DL3022',
    'hadolint:DL3023',
    'trivy:DS-0006',
    'kics:cdddb86f-95f6-4fc4-b5a1-483d9afceb2b',
    'kics:68a51e22-ae5a-4d48-8e87-b01a323605c9',
    'tally:circular-stage-deps',
  ],
  *check({ model }) {
    const { errors, text } = model.dockerfile;
    for (const { at, message, rule } of errors) if (rule === 'copy-from-unknown') yield { at, message };
    const stages = new Map<string, number>();
    for (const { name, index } of model.stages) if (name && !stages.has(name)) stages.set(name, index);
    const guesses = new Map<string, string | undefined>();
    for (const stage of model.stages) {
      for (const instruction of stage.instructions) {
        for (const { name, at } of namesOf(instruction)) {
          if (!/^[a-z][\w-]*$/.test(name) || name === 'context' || stages.has(name) || isOfficialImage(name))
            continue;
          if (!guesses.has(name))
            guesses.set(name, guesses.size < mostGuesses ? guess(name, stages) : undefined);
          const meant = guesses.get(name);
          const place = placeOf(text, at, name);
          const isAbove = meant !== undefined && stages.get(meant)! < stage.index;
          yield {
            at: place,
            // A build context of that name may be given; only a slip of the pen is certain enough.
            severity: meant ? 'warning' : 'hint',
            message: `No stage is named \`${name}\`: it has to be a build context that the build command gives, or Docker pulls \`docker.io/library/${name}\`, which is none of the official images. ${meant ? `Is \`${meant}\` meant?` : 'Name a stage above, or write the image in full.'}`,
            ...(meant && isAbove && place.end - place.start === name.length
              ? { data: { at: place, meant: meant! } }
              : {}),
          };
        }
      }
    }
  },
  *fix({ data }) {
    if (!data) return;
    yield {
      title: `Take it from the stage ${data.meant}`,
      safety: 'review',
      edits: [{ ...data.at, text: data.meant }],
    };
  },
});

/** Comparing every name with every stage takes long in a file of thousands. */
const mostGuesses = 50;

function guess(name: string, stages: ReadonlyMap<string, number>): string | undefined {
  if (stages.size > 100) return undefined;
  return nearest(
    name,
    [...stages.keys()].filter((stage) => stage.length <= 40),
  );
}

function namesOf(instruction: Instruction): { name: string; at: Span }[] {
  if (instruction.keyword === 'COPY') {
    const flag = instruction.flags.find(({ name }) => name === 'from');
    return flag?.value ? [{ name: flag.value, at: flag.valueAt ?? flag.at }] : [];
  }
  return readMounts(instruction).flatMap(({ from, flag }) =>
    from ? [{ name: from, at: flag.valueAt ?? flag.at }] : [],
  );
}

/** The name inside of a mount. */
function placeOf(text: string, at: Span, name: string): Span {
  if (at.end - at.start === name.length) return at;
  const written = text.slice(at.start, at.end);
  const found = written.indexOf(`from=${name}`);
  if (found < 0) return at;
  const start = at.start + found + 'from='.length;
  return { start, end: start + name.length };
}

export const docs = `
BuildKit looks a name up among the stages of the file (whatever their case), then among the contexts that the build
command gives (\`--build-context\`, \`additional_contexts\` of Compose), and then pulls it as an image. A single word
without a tag is hardly ever an image that exists outside of Docker's official ones, so that the build stops with
“pull access denied”; where a build context of that name is given, ignore the finding with that as the reason.
`;

export const examples = [
  {
    bad: `FROM golang:1.24 AS builder
RUN CGO_ENABLED=0 go build -o /app .
FROM scratch
COPY --from=«build» /app /app
`,
    fixed: `FROM golang:1.24 AS builder
RUN CGO_ENABLED=0 go build -o /app .
FROM scratch
COPY --from=builder /app /app
`,
  },
  {
    bad: `FROM node:22 AS deps
FROM node:22
RUN --mount=type=bind,from=«dep»,source=/x,target=/x true
`,
    fixed: `FROM node:22 AS deps
FROM node:22
RUN --mount=type=bind,from=deps,source=/x,target=/x true
`,
  },
  { bad: `FROM debian:12\nCOPY --from=«frontend-assets» /a /a\n`, fixed: false },
  { bad: `FROM debian:12\nCOPY --from=«1» /a /a\n`, fixed: false },
  { bad: `FROM debian:12 AS base\nCOPY --from=«base» /a /a\n`, fixed: false },
  { bad: `FROM debian:12\nCOPY --from=«late» /a /a\nFROM debian:12 AS late\n`, fixed: false },
  { good: `FROM golang:1.24 AS Builder\nFROM scratch\nCOPY --from=builder /app /app\nCOPY --from=0 /b /b\n` },
  { good: `FROM debian:12\nCOPY --from=nginx /etc/nginx /etc/nginx\n`, note: 'An official image.' },
  {
    good: `FROM debian:12\nCOPY --from=ghcr.io/astral-sh/uv:0.5 /uv /bin/\nCOPY --from=busybox:1.37 /bin/sh /bin/sh\n`,
    note: 'Images.',
  },
] satisfies Example[];
